import type { RestFailure } from '../rest/rest-failure.ts';
import { answersAt, textAt } from './answer.ts';
import { assetTypes } from './asset-types.ts';
import type { GoogleCall } from './google-apis.ts';
import { readDenyPolicies, readOrgPoliciesOf, readPoliciesDirectly, readPolicyOf, readProjectDirectly } from './live-direct.ts';
import type { LiveReading } from './live-reading.ts';

/** What lists of assets hold, with the permission that each takes. */
const contents = {
  RESOURCE: { what: 'resources', permission: 'cloudasset.assets.listResource' },
  IAM_POLICY: { what: 'allow policies', permission: 'cloudasset.assets.listIamPolicy' },
  ORG_POLICY: { what: 'organization policies', permission: 'cloudasset.assets.listOrgPolicy' },
} as const;

type Content = keyof typeof contents;

const tree = [...assetTypes.keys()].filter((type) => type.startsWith('cloudresourcemanager.googleapis.com/'));
const others = [...assetTypes.keys()].filter((type) => !tree.includes(type));

/**
 * Reads what lies below an organization, folder or project (`organizations/1`) with as few requests as there are: one list each
 * of resources, allow policies and organization policies. Where one is refused it is asked for folder by folder and project
 * by project, and then of the services themselves.
 */
export class LiveTree {
  readonly #reading: LiveReading;
  readonly #children = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(reading: LiveReading) {
    this.#reading = reading;
  }

  async read(root: string): Promise<void> {
    const { book, normaliser, asker } = this.#reading;
    // Projects first: what lies in them names them by number.
    await this.#resources(root);
    const policies = await this.#below('IAM_POLICY', root);
    if (policies) book.listedWhole.add(book.scopeId(root));
    if (await this.#below('ORG_POLICY', root)) normaliser.listedOrgPolicies(book.scopeId(root));
    if (asker.refused !== undefined) normaliser.brokeOff();
  }

  async #resources(root: string): Promise<void> {
    const failed = await this.#assets('RESOURCE', root, tree);
    if (failed === undefined) {
      const rest = await this.#assets('RESOURCE', root, others);
      if (rest !== undefined) this.#stopped('RESOURCE', root, rest);
      else this.#reading.book.workloadsWhole.add(this.#reading.book.scopeId(root));
      return;
    }
    await this.#instead('RESOURCE', root, failed);
  }

  /** Answers whether all of it was read. */
  async #below(content: Content, node: string): Promise<boolean> {
    const types = content === 'RESOURCE' ? [...tree, ...others] : undefined;
    const failed = await this.#assets(content, node, types);
    return failed === undefined ? true : this.#instead(content, node, failed);
  }

  async #assets(content: Content, node: string, types?: readonly string[]): Promise<Failed | undefined> {
    const { asker, take } = this.#reading;
    const call: GoogleCall = {
      api: 'cloudasset',
      path: `/v1/${node}/assets`,
      query: { contentType: content, pageSize: 1000, ...(types === undefined ? {} : { assetTypes: types }) },
    };
    return asker.list(call, (page) => {
      for (const asset of answersAt(page, 'assets')) take(asset, textAt(asset, 'name') ?? 'an asset');
    });
  }

  /** What to do where a list is refused: only a refusal is worth another way. */
  async #instead(content: Content, node: string, failed: Failed): Promise<boolean> {
    const { failure, pages } = failed;
    const { asker } = this.#reading;
    if (pages > 0 || failure.credentials || !(failure.why === 'denied' || failure.why === 'not-found'))
      return this.#stopped(content, node, failed);
    const { what, permission } = contents[content];
    asker.note(failure, { what: `all ${what} below ${node} at once`, permission, group: `${what} at once`, extra: true });
    if (content === 'IAM_POLICY' && (await this.#searched(node))) return true;
    if (node.startsWith('projects/')) return this.#direct(content, node.slice('projects/'.length));
    const children = await this.#childrenOf(node);
    if (children === undefined) return this.#stopped(content, node, failed);
    if (content === 'RESOURCE') await readDenyPolicies(node, this.#reading);
    let whole = content === 'IAM_POLICY' ? await readPolicyOf(node, this.#reading) : true;
    if (content === 'ORG_POLICY') await readOrgPoliciesOf(node, this.#reading);
    for (const child of children) whole = (await this.#below(content, child)) && whole;
    // Of what each project was asked for itself, nothing above was listed whole.
    return content === 'ORG_POLICY' ? false : whole;
  }

  #stopped(content: Content, node: string, { failure, pages }: Failed): boolean {
    const { what, permission } = contents[content];
    this.#reading.asker.note(failure, {
      what: `${pages > 0 ? 'the rest of the ' : ''}${what} below ${node}`,
      permission,
      group: `${what} below`,
    });
    return false;
  }

  async #direct(content: Content, project: string): Promise<boolean> {
    if (content === 'IAM_POLICY') {
      await readPoliciesDirectly(project, this.#reading);
      return false;
    }
    if (content === 'ORG_POLICY') await readOrgPoliciesOf(`projects/${project}`, this.#reading);
    else await readProjectDirectly(project, this.#reading);
    return false;
  }

  /** The same policies, found by a search; audit logs do not come with them. */
  async #searched(node: string): Promise<boolean> {
    const { asker, take } = this.#reading;
    const call: GoogleCall = { api: 'cloudasset', path: `/v1/${node}:searchAllIamPolicies`, query: { pageSize: 500 } };
    const failed = await asker.list(call, (page) => {
      for (const result of answersAt(page, 'results')) take(result, textAt(result, 'resource') ?? 'a policy');
    });
    return failed === undefined;
  }

  /** Folders and projects directly below (`folders/7`); undefined where they cannot be listed. */
  #childrenOf(node: string): Promise<readonly string[] | undefined> {
    const known = this.#children.get(node) ?? this.#listChildren(node);
    this.#children.set(node, known);
    return known;
  }

  async #listChildren(node: string): Promise<readonly string[] | undefined> {
    const { asker, take, book } = this.#reading;
    const children: string[] = [];
    const listed = async (kind: 'folders' | 'projects'): Promise<boolean> =>
      asker.all(
        { api: 'cloudresourcemanager', path: `/v3/${kind}`, query: { parent: node, pageSize: 300 } },
        { what: `${kind} in ${node}`, permission: `resourcemanager.${kind}.list`, group: `${kind} below` },
        (page) => {
          take(page, `${kind} in ${node}`);
          for (const row of answersAt(page, kind)) {
            const name = kind === 'folders' ? textAt(row, 'name') : `projects/${textAt(row, 'projectId') ?? ''}`;
            if (name !== undefined && !name.endsWith('/')) children.push(name);
            if (name !== undefined) book.learnParent(name, node);
          }
        },
      );
    const folders = await listed('folders');
    const projects = await listed('projects');
    return folders || projects ? children : undefined;
  }
}

interface Failed {
  readonly failure: RestFailure;
  readonly pages: number;
}
