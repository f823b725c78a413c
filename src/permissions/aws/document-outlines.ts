import type { PolicyDocument } from '../../inventory/policy.ts';
import type { ActionUniverse } from './action-universe.ts';
import type { Condition } from './conditions.ts';
import { MetStatements } from './met-statements.ts';
import { type SmallAllow, SmallAllows } from './small-allow.ts';

/** A document in brief. */
export interface DocumentOutline {
  /** Some of its statements have to be looked at in full: then only the conditions are given. */
  readonly whole: boolean;
  readonly small: readonly SmallAllow[];
  readonly everywhere: readonly SmallAllow[];
  /** The conditions of all Allow statements, each once. */
  readonly conditions: readonly Condition[];
}

/**
 * Documents in brief, without compiling them. It pays to hand over each when it was just read: its statements are at hand then, and
 * later have to be fetched from all over a large memory.
 */
export class DocumentOutlines {
  readonly #makeUniverse: () => ActionUniverse;
  #universe: ActionUniverse | undefined;
  #small: SmallAllows | undefined;
  readonly #met = new MetStatements();
  /** Null: what it says turns on who holds it. */
  readonly #known = new Map<PolicyDocument, DocumentOutline | null>();

  /** `makeUniverse` is called when the first document comes, or somebody asks for the universe. */
  constructor(makeUniverse: () => ActionUniverse) {
    this.#makeUniverse = makeUniverse;
  }

  get universe(): ActionUniverse {
    this.#universe ??= this.#makeUniverse();
    return this.#universe;
  }

  /** Undefined: what it says turns on who holds it. */
  of(document: PolicyDocument): DocumentOutline | undefined {
    let outline = this.#known.get(document);
    if (outline === undefined) {
      outline = this.#read(document) ?? null;
      this.#known.set(document, outline);
    }
    return outline ?? undefined;
  }

  #read({ version, statements }: PolicyDocument): DocumentOutline | undefined {
    const met = this.#met;
    this.#small ??= new SmallAllows(this.universe);
    const withVariables = version === '2012-10-17';
    let whole = !withVariables && version !== '2008-10-17';
    met.clear();
    for (const statement of statements) {
      const { condition } = statement;
      if (condition !== undefined && statement.effect === 'Allow') met.addCondition(condition);
      const reading = this.#small.read(statement, withVariables);
      if (reading.size === 'odd') {
        if (reading.personal) return undefined;
        whole = true;
      } else if (reading.size === 'small') met.addSmall(reading.allow);
      else met.addEverywhere(reading.allow);
    }
    if (whole) met.clearStatements();
    return { whole, small: met.small, everywhere: met.everywhere, conditions: met.conditions };
  }
}
