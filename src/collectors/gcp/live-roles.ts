import { answersAt, textAt } from './answer.ts';
import type { LiveReading } from './live-reading.ts';

/** Custom roles that are asked for one by one: those of other organizations, and those that no list showed. */
const mostAlone = 200;

/**
 * Asks what the roles that somebody holds let one do. All predefined roles come in three pages, which is fewer requests than
 * one for each that is held.
 */
export async function readHeldRoles(reading: LiveReading): Promise<void> {
  const { asker, book, take, gap } = reading;
  const missing = [...book.rolesHeld].filter((role) => !book.rolesRead.has(role)).sort();
  if (missing.some((role) => role.startsWith('roles/'))) {
    const purpose = { what: 'the permissions of predefined roles', permission: 'iam.roles.list' };
    await asker.all({ api: 'iam', path: '/v1/roles', query: { view: 'FULL', pageSize: 1000 } }, purpose, (page) => {
      for (const role of answersAt(page, 'roles'))
        if (book.rolesHeld.has(textAt(role, 'name') ?? '')) take(role, textAt(role, 'name') ?? '');
    });
  }
  const alone = missing.filter((role) => /^(?:projects|organizations)\/[^/]+\/roles\/[^/]+$/.test(role));
  for (const role of alone.slice(0, mostAlone)) {
    const purpose = { what: 'the permissions of custom roles', permission: 'iam.roles.get' };
    const answer = await asker.get({ api: 'iam', path: `/v1/${role}` }, purpose);
    if (answer !== undefined) take(answer, role);
  }
  if (alone.length > mostAlone) {
    const detail = `${alone.length - mostAlone} more custom roles are held that no list showed`;
    gap('roles alone', { what: 'the permissions of custom roles', why: 'not-given', detail, permission: 'cloudasset.assets.listResource' });
  }
}
