import type { At, Expression } from '../../../../hcl/syntax.ts';

/** Where a template is deployed to. */
export const deploymentScopes = ['resourceGroup', 'subscription', 'managementGroup', 'tenant'] as const;
export type DeploymentScope = (typeof deploymentScopes)[number];

/** A template, written in JSON or in Bicep: its parts as expressions that are not yet worked out. */
export interface TemplateCode {
  /** The file it stands in. */
  readonly path: string;
  readonly scope: DeploymentScope;
  /** Of a file of parameters: the template that they are for, as it is written, and another such file that it adds to. */
  readonly using?: string;
  readonly base?: string;
  /** By name; in JSON names do not tell upper from lower case and stand here in lower. */
  readonly parameters: ReadonlyMap<string, Named>;
  readonly variables: ReadonlyMap<string, Named>;
  readonly outputs: ReadonlyMap<string, Expression>;
  readonly resources: readonly ResourceCode[];
  readonly modules: readonly ModuleCode[];
}

/** A parameter or variable. */
export interface Named {
  readonly written: string;
  /** Undefined of a parameter that has to be given. */
  readonly value: Expression | undefined;
}

/** `[for value, index in …]`, or `copy`. */
export interface Loop {
  readonly value: string;
  readonly index: string | undefined;
  readonly in: Expression;
}

interface Repeated extends At {
  /** The name by which the code speaks of it. */
  readonly symbol: string;
  readonly condition?: Expression | undefined;
  readonly loop?: Loop | undefined;
}

export interface ResourceCode extends Repeated {
  /** In lower case, without the version. */
  readonly type: string;
  readonly existing: boolean;
  readonly name: Expression | undefined;
  /** What it is a part of, where its name does not say so: a resource. */
  readonly parent?: Expression | undefined;
  /** What an extension resource is about. */
  readonly scope?: Expression | undefined;
  readonly body: Expression;
}

export interface ModuleCode extends Repeated {
  /** A file of the checkout, a registry, a URL; undefined of a template that stands inside of its own. */
  readonly source: string | undefined;
  readonly inline?: TemplateCode | undefined;
  /** What is inside sees the parameters and variables of what is around it. */
  readonly seesOuter: boolean;
  readonly parameters: Expression | undefined;
  /** A resource group or subscription. */
  readonly scope?: Expression | undefined;
  readonly group?: Expression | undefined;
  readonly subscription?: Expression | undefined;
}
