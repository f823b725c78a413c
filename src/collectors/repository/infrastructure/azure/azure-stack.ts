import { azurePath, isGuid, managedIdentityId, plainArmId, stackGroup, systemIdentityId } from '../../../../inventory/azure-id.ts';
import { microsoftGraph } from '../../../../inventory/graph-permissions.ts';
import { principalWord } from '../../../azure-model/arm/arm-context.ts';
import { safe } from '../stack.ts';
import { firstHole, type Hole, nameOfHole, partsOf, renderedText, unknown, type Value } from '../value.ts';
import type { Application, AzureDeclaration, AzureResource } from './declarations.ts';

/** Whom a value means. `by`: what declares it in the same code. */
export type Who = { readonly id: string; readonly name: string; readonly by?: AzureResource | Application } | { readonly hole: Hole };

/** Where a deployment goes, as far as its code tells. */
export interface Target {
  /** Stands for the deployment in ids of things that it does not place (see `stackAccount`). */
  readonly stack: string;
  /** A subscription id, or the stand-in. */
  readonly subscription: string;
  /** Absent of a deployment to a whole subscription, management group or tenant. */
  readonly group?: string;
  /** Where role assignments hold that name no scope; absent where each has to. */
  readonly scope?: string;
}

const deepest = 20;
const managed = 'microsoft.managedidentity/userassignedidentities';

/** One deployment: its resources by address, and what their names, ids and principals come to. */
export class AzureStack {
  readonly target: Target;
  readonly declarations: readonly AzureDeclaration[];
  readonly #byAddress = new Map<string, AzureDeclaration>();
  readonly #byId = new Map<string, AzureResource | Application>();
  readonly #byArmId = new Map<string, AzureResource>();
  readonly #names = new Map<AzureDeclaration, string>();
  readonly #armIds = new Map<AzureResource, string>();
  #depth = 0;

  constructor(target: Target, declarations: readonly AzureDeclaration[]) {
    this.target = target;
    this.declarations = declarations;
    for (const d of declarations) if (!this.#byAddress.has(d.address)) this.#byAddress.set(d.address, d);
    for (const d of declarations) {
      const ids = d.kind === 'resource' ? [d.principal, d.client] : d.kind === 'application' ? [d.client, d.object] : [];
      for (const value of ids) {
        const id = this.text(value)?.toLowerCase();
        if (id !== undefined && isGuid(id) && (d.kind === 'resource' || d.kind === 'application')) this.#byId.set(id, d);
      }
      if (d.kind === 'resource' && !this.#byArmId.has(this.armId(d))) this.#byArmId.set(this.armId(d), d);
    }
  }

  at(address: string): AzureDeclaration | undefined {
    return this.#byAddress.get(address);
  }

  /** The text of a value with what the code itself tells; undefined where a part is not known. */
  text(value: Value | undefined): string | undefined {
    return renderedText(value, (hole) => this.render(hole));
  }

  /** The same with what is not known left as `${name}`. */
  textWithHoles(value: Value): string {
    return partsOf(value)
      .map((part) => (typeof part === 'string' ? part : (this.render(part) ?? `\${${nameOfHole(part)}}`)))
      .join('');
  }

  /** What a reference to a resource of the code comes to. */
  render(hole: Hole): string | undefined {
    if (hole.kind === 'unknown' || this.#depth > deepest) return undefined;
    this.#depth++;
    try {
      return this.#attribute(hole.to, hole.attribute);
    } finally {
      this.#depth--;
    }
  }

  #attribute(to: string, attribute: string): string | undefined {
    const target = this.#byAddress.get(to);
    const last = lastOf(attribute);
    if (target === undefined) {
      if (/azuread_application_published_app_ids\./.test(to) && last === 'microsoftgraph') return microsoftGraph;
      if (last === 'subscriptionid' && /_(?:client_config|subscription)\./.test(to)) return this.target.subscription;
      return undefined;
    }
    if (target.kind === 'resource') {
      if (last === 'id' || last === 'resourceid') return this.armId(target);
      if (last === 'subscriptionid') return this.target.subscription;
      if (last === 'name') return this.nameOf(target);
      return undefined;
    }
    if (target.kind === 'application') {
      if (last === 'clientid' || last === 'applicationid' || last === 'appid') return this.text(target.client);
      return last === 'displayname' ? this.nameOf(target) : undefined;
    }
    return undefined;
  }

  /** The name, or the address where the name is not known. */
  nameOf(d: AzureResource | Application): string {
    const known = this.#names.get(d);
    if (known !== undefined) return known;
    this.#names.set(d, d.address);
    const name = d.kind === 'application' ? this.text(d.name) : this.text(d.names.at(-1));
    const made = name === undefined || name === '' || name.length > 1000 ? this.#partOfName(d) : name;
    this.#names.set(d, made);
    return made;
  }

  /** A name of which a part is known says more than the address. */
  #partOfName(d: AzureResource | Application): string {
    const value = d.kind === 'application' ? d.name : d.names.at(-1);
    const isTold = value?.kind === 'text' && value.parts.some((p) => typeof p === 'string' && p.length > 2);
    const text = isTold ? this.textWithHoles(value) : '';
    return text === '' || text.length > 200 ? d.address : text;
  }

  /** The ARM id of a resource, with stand-ins for what only its deployment decides. */
  armId(d: AzureResource): string {
    const known = this.#armIds.get(d);
    if (known !== undefined) return known;
    // One that leads back to itself finds its address.
    this.#armIds.set(d, `/unplaced/${safe(d.address)}`);
    const made = plainArmId(this.#makeArmId(d));
    this.#armIds.set(d, made);
    return made;
  }

  #makeArmId(d: AzureResource): string {
    const given = this.text(d.id);
    if (given?.startsWith('/') === true) return given;
    const { target } = this;
    const names = d.names.map((name) => {
      const text = this.text(name);
      return text === undefined || text === '' || text.length > 1000 ? safe(d.address) : text.replaceAll('/', '|');
    });
    const subscription = `/subscriptions/${this.text(d.subscription) ?? target.subscription}`;
    const own = names.at(-1) ?? safe(d.address);
    if (d.type === 'microsoft.resources/subscriptions') return `/subscriptions/${isGuid(own) ? own : target.subscription}`;
    if (d.type === 'microsoft.resources/resourcegroups') return `${subscription}/resourcegroups/${own}`;
    if (d.type === 'microsoft.management/managementgroups') return `/providers/${d.type}/${own}`;
    const [namespace = '', ...types] = d.type.split('/');
    const isPart = names.length < types.length;
    const parent = this.text(d.parent);
    if (parent?.startsWith('/') === true) return isPart ? `${parent}/${types.at(-1) ?? ''}/${own}` : `${parent}/providers/${d.type}/${own}`;
    const group = this.text(d.group) ?? (d.group === undefined ? target.group : stackGroup(target.stack));
    const base = group === undefined ? subscription : `${subscription}/resourcegroups/${group}`;
    if (isPart) return `${base}/providers/${d.type}/${own}`;
    return `${base}/providers/${namespace}/${types.map((type, i) => `${type}/${names[i + names.length - types.length] ?? own}`).join('/')}`;
  }

  /** The identity that a resource is or has; of an application itself. */
  identityOf(d: AzureResource | Application): Who {
    if (d.kind === 'application') return this.#application(d);
    const armId = this.armId(d);
    const id = d.type === managed ? (managedIdentityId(armId) ?? `azure:managed-identity/${azurePath(armId)}`) : systemIdentityId(armId);
    return { id, name: this.nameOf(d), by: d };
  }

  #application(d: Application): Who {
    const client = this.text(d.client)?.toLowerCase();
    // A service principal is of an application, which the code mostly holds too.
    if (d.isPrincipal && d.client?.kind === 'reference') {
      const of = this.#byAddress.get(d.client.to);
      if (of?.kind === 'application' && of !== d && !(of.isPrincipal && this.#depth > deepest)) {
        this.#depth++;
        try {
          return this.#depth > deepest ? { hole: d.client } : this.#application(of);
        } finally {
          this.#depth--;
        }
      }
    }
    const name = this.text(d.name) ?? (client === microsoftGraph ? 'Microsoft Graph' : d.address);
    if (client !== undefined && isGuid(client)) return { id: `entra:application/${client}`, name, by: d };
    return { id: this.standInOf(d), name, by: d };
  }

  /** The id of an application by its name, where its client id is not known. */
  standInOf(d: Application): string {
    return `entra:application/${this.target.stack}/${this.text(d.name) ?? safe(d.address)}`;
  }

  /** Whom a value names: by reference, object id, client id or ARM id. `type`: what the code says the principal is. */
  who(value: Value | undefined, type = ''): Who {
    if (value === undefined) return { hole: unknown('a principal', 'the code does not name it', { source: '' }) };
    if (value.kind === 'reference') {
      const d = this.#byAddress.get(value.to);
      if (d?.kind === 'application') return this.identityOf(d);
      if (d?.kind !== 'resource') return { hole: value };
      if (/^(?:kubelet_?identity|properties\.identityprofile\.kubeletidentity)/i.test(value.attribute))
        return { id: `azure:kubelet-identity/${azurePath(this.armId(d))}`, name: `${this.nameOf(d)} kubelet`, by: d };
      const last = lastOf(value.attribute);
      const names = d.type === managed || /identity/i.test(value.attribute) || last === 'principalid' || last === 'id';
      return names ? this.identityOf(d) : { hole: value };
    }
    const text = this.text(value)?.trim();
    if (text === undefined || text === '') return { hole: firstHole(value) ?? unknown('a principal', 'it is empty', value.at) };
    const id = (/^\/(?:applications|servicePrincipals)\/([^/]+)$/i.exec(text)?.[1] ?? text).toLowerCase();
    const known = this.#byId.get(id);
    if (known !== undefined) return this.identityOf(known);
    if (isGuid(id)) return { id: `entra:${principalWord(type)}/${id}`, name: id };
    if (!text.startsWith('/')) return { hole: unknown('a principal', 'it is no object id', value.at) };
    const resource = this.#byArmId.get(plainArmId(text));
    if (resource !== undefined) return this.identityOf(resource);
    const identity = managedIdentityId(text);
    if (identity !== undefined) return { id: identity, name: text.slice(text.lastIndexOf('/') + 1) };
    return { hole: unknown('a principal', 'it is no identity', value.at) };
  }

  /** A scope as an ARM id; undefined where it is not known. */
  scope(value: Value | undefined): string | undefined {
    if (value === undefined) return this.target.scope;
    const text = this.text(value);
    return text?.startsWith('/') === true ? plainArmId(text) || '/' : undefined;
  }
}

/** The last word of an attribute's path, spelt alike in ARM and Terraform. */
function lastOf(attribute: string): string {
  return attribute
    .slice(attribute.lastIndexOf('.') + 1)
    .replaceAll('_', '')
    .toLowerCase();
}

export function isKnown(who: Who): who is Extract<Who, { readonly id: string }> {
  return 'id' in who;
}
