import type { Evidence } from '../../inventory/evidence.ts';
import { installationId, organizationId, tokenId, userId } from '../../inventory/github-id.ts';
import type { Book } from './book.ts';

interface Actor {
  readonly organization: string;
  readonly at: Evidence;
  lastAt: string;
  byToken: number;
  byHand: number;
}

/** So many events by token, and none by hand, speak for an account that nobody logs in to. */
const enough = 20;

/** When identities were last seen at work: by the audit log, and by the statistics of API use. */
export class ActivityBook {
  readonly #actors = new Map<string, Actor>();
  readonly #restrictions = new Map<string, { readonly time: string; readonly on: boolean; readonly at: Evidence }>();
  readonly #tokens = new Map<string, { readonly organization: string; readonly at: Evidence; lastAt: string }>();
  readonly #installations = new Map<
    string,
    { readonly name: string; readonly organization: string; readonly at: Evidence; lastAt: string }
  >();

  /** An event of the audit log. `byToken`: the kind of token it was done with; undefined: none. */
  event(actor: string, organization: string, time: string, byToken: string | undefined, at: Evidence): void {
    const known = this.#actors.get(actor) ?? { organization, at, lastAt: time, byToken: 0, byHand: 0 };
    this.#actors.set(actor, known);
    if (time > known.lastAt) known.lastAt = time;
    if (byToken === undefined) known.byHand++;
    else known.byToken++;
  }

  token(organization: string, number: string, time: string, at: Evidence): void {
    const id = tokenId(organization, number);
    const known = this.#tokens.get(id) ?? { organization, at, lastAt: time };
    this.#tokens.set(id, known);
    if (time > known.lastAt) known.lastAt = time;
  }

  installation(number: string, name: string, organization: string, time: string, at: Evidence): void {
    const known = this.#installations.get(number) ?? { name, organization, at, lastAt: time };
    this.#installations.set(number, known);
    if (time > known.lastAt) known.lastAt = time;
  }

  /** Approval of OAuth apps was switched on or off: no other answer tells. */
  restriction(organization: string, time: string, on: boolean, at: Evidence): void {
    const known = this.#restrictions.get(organization);
    if (known === undefined || time > known.time) this.#restrictions.set(organization, { time, on, at });
  }

  finish(book: Book): void {
    for (const [organization, { on, at }] of this.#restrictions)
      book.settings(organizationId(organization), organization, { oauth_apps_restricted: on }, at);
    for (const [number, { name, organization, at, lastAt }] of this.#installations)
      book.identity({
        id: installationId(number),
        kind: 'github-app-installation',
        name,
        scope: organization,
        nature: 'unknown',
        standing: 'named',
        lastUsedAt: lastAt,
        evidence: [at],
      });
    for (const [id, { organization, at, lastAt }] of this.#tokens)
      book.identity({
        id,
        kind: 'github-fine-grained-token',
        name: `token ${id.slice(id.lastIndexOf('/') + 1)}`,
        scope: organization,
        nature: 'unknown',
        standing: 'named',
        lastUsedAt: lastAt,
        evidence: [at],
      });
    for (const [login, { organization, at, lastAt, byToken, byHand }] of this.#actors)
      book.identity({
        id: userId(login),
        kind: 'github-user',
        name: login,
        scope: organization,
        nature: byHand === 0 && byToken >= enough ? 'workload' : 'unknown',
        standing: 'named',
        lastUsedAt: lastAt,
        ...(byHand === 0 && byToken >= enough
          ? { github: { machine_signs: [`all of its ${byToken} events in the audit log were done by token`] } }
          : {}),
        evidence: [at],
      });
  }
}
