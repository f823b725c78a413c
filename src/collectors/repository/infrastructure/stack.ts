// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what only its deployment decides is written as Terraform writes it.
import { awsIdentityId, isStackAccount } from '../../../inventory/id.ts';
import type { Declaration, ManagedPolicy, Principal, PrincipalType, Profile, Resource, Runner, SamlProvider } from './declarations.ts';
import { attributeOfGoogle, type GoogleDeployment } from './google/names.ts';
import { arnOfResource, refIsArn } from './resource-arns.ts';
import { type Hole, isAbsent, isHole, nameOfHole, partsOf, renderedText, type Value } from './value.ts';

/** Whom a value means. */
export type Meant = { readonly id: string; readonly name: string; readonly declared: boolean } | { readonly hole: Hole };

/** References may lead on to others. */
const deepest = 20;
/** Stands for the region, which the code mostly leaves to whoever runs it. */
const region = 'this-region';

/** One deployment: its resources by address, and what their names and ARNs come to. */
export class Stack {
  readonly account: string;
  readonly declarations: readonly Declaration[];
  /** Where the resources of Google Cloud in it go. */
  readonly google: GoogleDeployment;
  readonly #byAddress = new Map<string, Declaration>();
  readonly #byName = new Map<string, Declaration>();
  readonly #names = new Map<Declaration, string>();
  #depth = 0;

  constructor(account: string, declarations: readonly Declaration[], google: GoogleDeployment) {
    this.account = account;
    this.google = google;
    this.declarations = declarations;
    for (const d of declarations) if (!this.#byAddress.has(d.address)) this.#byAddress.set(d.address, d);
    for (const d of declarations) if ('name' in d && d.kind !== 'inline') this.#byName.set(`${d.kind} ${this.nameOf(d)}`, d);
  }

  at(address: string): Declaration | undefined {
    return this.#byAddress.get(address);
  }

  named(kind: Declaration['kind'], name: string): Declaration | undefined {
    return this.#byName.get(`${kind} ${name}`);
  }

  /** The text of a value with what the stack itself tells; undefined where a part is not known. */
  text(value: Value | undefined): string | undefined {
    return renderedText(value, this.render);
  }

  /** What a reference to a resource of the stack comes to. */
  readonly render = (hole: Hole): string | undefined => {
    if (hole.kind === 'unknown') return undefined;
    const target = this.#byAddress.get(hole.to);
    if (target === undefined || this.#depth > deepest) return undefined;
    this.#depth++;
    try {
      return this.#attribute(target, hole.attribute);
    } finally {
      this.#depth--;
    }
  };

  #attribute(target: Declaration, attribute: string): string | undefined {
    const isArn = attribute === 'arn' || attribute === 'Arn';
    switch (target.kind) {
      case 'role':
      case 'user':
      case 'group':
        return isArn
          ? `arn:aws:iam::${this.account}:${target.kind}${this.pathOf(target)}${this.nameOf(target)}`
          : isName(attribute)
            ? this.nameOf(target)
            : undefined;
      case 'policy':
        return isArn || attribute === 'id' || attribute === 'Ref'
          ? this.policyArn(target)
          : isName(attribute)
            ? this.nameOf(target)
            : undefined;
      case 'profile':
        return isArn
          ? `arn:aws:iam::${this.account}:instance-profile/${this.nameOf(target)}`
          : isName(attribute)
            ? this.nameOf(target)
            : undefined;
      case 'oidc-provider': {
        const url = this.text(target.url)?.replace(/^https:\/\//, '');
        if (attribute === 'url') return url ?? safe(target.address);
        return isArn || attribute === 'id' || attribute === 'Ref'
          ? `arn:aws:iam::${this.account}:oidc-provider/${url ?? safe(target.address)}`
          : undefined;
      }
      case 'saml-provider':
        return isArn || attribute === 'id' || attribute === 'Ref'
          ? this.samlProviderArn(target)
          : isName(attribute)
            ? this.nameOf(target)
            : undefined;
      case 'runner':
      case 'resource': {
        if (/(?:^|_)arn$/i.test(attribute) || (attribute === 'Ref' && refIsArn.has(target.type))) return this.#arnOf(target);
        return isName(attribute) ? this.nameOf(target) : undefined;
      }
      case 'google':
        return attributeOfGoogle(target, attribute, this);
      default:
        return undefined;
    }
  }

  /** The name of a resource, or its address where the name is AWS's to give or not known. */
  nameOf(declaration: Declaration & { readonly name: Value | undefined }): string {
    const known = this.#names.get(declaration);
    if (known !== undefined) return known;
    // A name that leads back to itself finds the address.
    this.#names.set(declaration, safe(declaration.address));
    const name = this.text(declaration.name);
    const made = name === undefined || name === '' || name.length > 1000 ? safe(declaration.address) : this.#readable(name);
    this.#names.set(declaration, made);
    return made;
  }

  /** A name with what only its deployment decides shown as such. */
  #readable(name: string): string {
    const shown = isStackAccount(this.account) ? name.replaceAll(this.account, '${account}') : name;
    return shown.replaceAll(region, '${region}');
  }

  pathOf(declaration: Principal | ManagedPolicy): string {
    const path = this.text(declaration.path);
    return path === undefined || !/^\/(?:.*\/)?$/s.test(path) ? '/' : path;
  }

  policyArn(policy: ManagedPolicy): string {
    return `arn:aws:iam::${this.account}:policy${this.pathOf(policy)}${this.nameOf(policy)}`;
  }

  samlProviderArn(provider: SamlProvider): string {
    return `arn:aws:iam::${this.account}:saml-provider/${this.nameOf(provider)}`;
  }

  idOf(principal: Principal): string {
    return `aws:${principal.kind}/${this.account}/${this.nameOf(principal)}`;
  }

  /** Which role, user or group a value names: by reference, ARN or name. */
  principal(value: Value, type: PrincipalType): Meant {
    if (value.kind === 'reference') {
      const target = this.#byAddress.get(value.to);
      if (target?.kind === type) return this.#meant(target);
      if (target?.kind === 'profile' && target.role !== undefined) return this.principal(target.role, type);
      return { hole: value };
    }
    const text = this.text(value);
    if (text === undefined || text === '') {
      return {
        hole: isHole(value)
          ? value
          : (partsOf(value).find((p): p is Hole => typeof p !== 'string') ?? {
              kind: 'unknown',
              written: 'a name',
              why: 'it is empty',
              at: value.at,
            }),
      };
    }
    const id = text.startsWith('arn:') ? awsIdentityId(text) : undefined;
    const name = this.#readable(text.slice(text.lastIndexOf('/') + 1));
    const own = this.named(type, name);
    if (own?.kind === type && (id === undefined || id.startsWith(`aws:${type}/${this.account}/`))) return this.#meant(own);
    if (text.startsWith('arn:')) {
      if (id?.startsWith(`aws:${type}/`)) return { id, name, declared: false };
      const group = /^arn:aws[\w-]*:iam::(\d{12}|stack\.[\w.-]+):group\/(?:.*\/)?([^/]+)$/.exec(text);
      if (type === 'group' && group !== null) return { id: `aws:group/${group[1]}/${group[2]}`, name, declared: false };
      return { hole: { kind: 'unknown', written: 'an ARN', why: `it is no ${type}'s`, at: value.at } };
    }
    return { id: `aws:${type}/${this.account}/${name}`, name, declared: false };
  }

  #meant(principal: Principal): Meant {
    return { id: this.idOf(principal), name: this.nameOf(principal), declared: principal.named !== true };
  }

  /** The ARN of the resource of a type that a value names: by reference, ARN, URL or name. */
  resourceArn(value: Value, type: string): string | undefined {
    const target = value.kind === 'reference' ? this.#byAddress.get(value.to) : undefined;
    if (target?.kind === 'resource' || target?.kind === 'runner') return this.#arnOf(target);
    const text = this.text(value);
    if (text === undefined || text === '' || text.startsWith('arn:')) return text === '' ? undefined : text;
    const [, place, account, queue] = /^https:\/\/sqs\.([\w-]+)\.amazonaws\.com\/(\d{12})\/([\w.-]+)$/.exec(text) ?? [];
    if (queue !== undefined) return `arn:aws:sqs:${place}:${account}:${queue}`;
    const own = this.#byName.get(`resource ${text}`) ?? this.#byName.get(`runner ${text}`);
    if ((own?.kind === 'resource' || own?.kind === 'runner') && own.type === type) return this.#arnOf(own);
    return arnOfResource(type, text, this.account, region);
  }

  #arnOf(target: Resource | Runner): string {
    const told = target.kind === 'resource' ? this.text(target.arn) : undefined;
    return told?.startsWith('arn:') === true ? told : arnOfResource(target.type, this.nameOf(target), this.account, region);
  }

  /** The role that something runs as; undefined where it names none. */
  roleOfRunner({ role, through }: Runner): Meant | undefined {
    if (isAbsent(role)) return undefined;
    return through === 'role' ? this.principal(role, 'role') : this.#roleOfProfile(role);
  }

  /** The role behind an instance profile. */
  #roleOfProfile(value: Value): Meant {
    if (value.kind === 'reference') {
      const target = this.#byAddress.get(value.to);
      return target?.kind === 'profile' ? this.#roleOf(target, value) : { hole: value };
    }
    const text = this.text(value);
    const target = text === undefined ? undefined : this.named('profile', text.slice(text.lastIndexOf('/') + 1));
    if (target?.kind === 'profile') return this.#roleOf(target, value);
    return {
      hole: {
        kind: 'unknown',
        written: isHole(value) ? nameOfHole(value) : 'an instance profile',
        why: 'the code does not say which role it holds',
        at: value.at,
      },
    };
  }

  #roleOf(profile: Profile, value: Value): Meant {
    if (profile.role !== undefined) return this.principal(profile.role, 'role');
    return { hole: { kind: 'unknown', written: profile.address, why: 'it holds no role', at: value.at } };
  }

  /** The account as people read it. */
  get scope(): string {
    return isStackAccount(this.account) ? this.account.slice('stack.'.length) : this.account;
  }
}

function isName(attribute: string): boolean {
  return /^(?:name|id|Ref|bucket|function_name|user|role)$/i.test(attribute);
}

/** An address as a part of an id. */
export function safe(address: string): string {
  return address.replace(/[/:\s]/g, '_');
}
