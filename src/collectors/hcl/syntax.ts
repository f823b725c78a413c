/** The parts of a file in HCL, each with its line and column (1-based). https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
export interface At {
  readonly line: number;
  readonly column: number;
}

export type Expression = At &
  (
    | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
    | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[]; readonly heredoc: boolean }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'object'; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
    | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }
    | { readonly kind: 'splat'; readonly of: Expression }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly spread: boolean }
    | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
    | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Expression[] }
    | {
        readonly kind: 'for';
        readonly key: string | undefined;
        readonly value: string;
        readonly in: Expression;
        /** Absent: makes a list. */
        readonly makesKey: Expression | undefined;
        readonly makes: Expression;
        readonly only: Expression | undefined;
        readonly groups: boolean;
      }
    /** What could not be parsed. */
    | { readonly kind: 'unreadable'; readonly why: string }
  );

export interface Attribute extends At {
  readonly name: string;
  readonly value: Expression;
}

export interface Block extends At {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

export interface Body {
  /** Of a repeated name the last. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
  /** Something in it, or in a block in it, could not be parsed: what is not there is not known. */
  readonly damaged: boolean;
}
