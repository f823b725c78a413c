import type { CollectContext, DoctorLine } from '../collector.ts';
import { GapCounter } from '../gap-counter.ts';
import { Asker } from './asker.ts';
import { endpointAt } from './endpoints.ts';
import { openSession, type SessionOptions } from './session.ts';
import { readSourceWord } from './source-word.ts';

/** One question for each permission that much hangs on. */
const ofOrganization = [
  '/orgs/{org}',
  '/orgs/{org}/installations',
  '/orgs/{org}/outside_collaborators',
  '/orgs/{org}/actions/permissions/workflow',
  '/orgs/{org}/actions/secrets',
  '/orgs/{org}/actions/runners',
  '/orgs/{org}/hooks',
  '/orgs/{org}/personal-access-tokens',
] as const;

const ofRepository = [
  '/repos/{owner}/{repo}',
  '/repos/{owner}/{repo}/keys',
  '/repos/{owner}/{repo}/environments',
  '/repos/{owner}/{repo}/actions/secrets',
  '/repos/{owner}/{repo}/hooks',
] as const;

/** Asks once for each of the answers that everything else follows from. */
export async function checkGithub(source: string, context: CollectContext, options: SessionOptions = {}): Promise<readonly DoctorLine[]> {
  const named = readSourceWord(source, context.environment);
  const session = await openSession(source, named, context, options);
  const gaps = new GapCounter();
  const asker = new Asker({ session, source, gaps });
  const lines: DoctorLine[] = [];
  const parameters = { org: named.owner, owner: named.owner, repo: named.repository ?? '' };
  for (const path of named.repository === undefined ? ofOrganization : ofRepository) {
    const endpoint = endpointAt(path);
    const check = `${endpoint.what} (${endpoint.permission})`;
    const answered = await asker.ask(endpoint, parameters, { pages: 1 });
    let remedy = `give the token or app ${endpoint.permission}`;
    gaps.flush((fragment) => {
      if (fragment.type === 'gap')
        remedy = `${fragment.value.detail}; give the token or app ${fragment.value.permission ?? endpoint.permission}`;
    });
    lines.push(
      answered === undefined ? { status: asker.stopped === undefined ? 'missing' : 'failed', check, remedy } : { status: 'ok', check },
    );
  }
  return lines;
}
