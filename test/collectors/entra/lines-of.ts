import type { Fragment } from '../../../src/inventory/fragment.ts';

/** What was handed over, one line a record, sorted: enough to see at once what a file comes to. */
export function linesOf(fragments: readonly Fragment[]): readonly string[] {
  return fragments
    .map(lineOf)
    .filter((line) => line !== '')
    .sort();
}

function lineOf(fragment: Fragment): string {
  switch (fragment.type) {
    case 'identity': {
      const { id, kind, nature, name, standing, owner, enabled, lastUsedAt, aliases = [], grantsListed } = fragment.value;
      const more = [
        owner === undefined ? '' : `owner ${owner}`,
        enabled === false ? 'disabled' : '',
        lastUsedAt === undefined ? '' : `used ${lastUsedAt ?? 'never'}`,
        aliases.length === 0 ? '' : `also ${aliases.join(' ')}`,
        grantsListed === true ? 'all grants' : '',
      ];
      return [`identity ${id}`, kind, nature, standing, name, ...more].filter((part) => part !== '').join(' | ');
    }
    case 'credential': {
      const { id, kind, name, identity, enabled, expiresAt, lastUsedAt } = fragment.value;
      const more = [enabled === false ? 'off' : '', expiresAt ?? '', lastUsedAt === undefined ? '' : `used ${lastUsedAt ?? 'never'}`];
      return [`credential ${id}`, kind, name, `of ${identity}`, ...more].filter((part) => part !== '').join(' | ');
    }
    case 'grant': {
      const { id, condition, eligible, until } = fragment.value;
      return [`grant ${id}`, condition ?? '', eligible === true ? 'eligible' : '', until ?? ''].filter((part) => part !== '').join(' | ');
    }
    case 'trust':
      return `trust ${fragment.value.id} | ${JSON.stringify(fragment.value.condition)}`;
    case 'link':
      return `link ${fragment.value.from} ${fragment.value.kind} ${fragment.value.to}`;
    case 'membership':
      return `member ${fragment.value.identity} of ${fragment.value.group}`;
    case 'scope':
      return `scope ${fragment.value.id} | ${fragment.value.name}`;
    case 'policy':
      return `policy ${fragment.value.id} | ${fragment.value.name}${fragment.value.providerManaged ? '' : ' | own'}`;
    case 'gap':
      return `${fragment.value.partial === false ? 'note' : 'gap'} ${fragment.value.why}: ${fragment.value.what}: ${fragment.value.detail}`;
    default:
      return fragment.type;
  }
}
