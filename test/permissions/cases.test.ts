import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Power, RequestContext } from '../../src/permissions/power.ts';
import { build, parseCondition, type World } from './world.ts';

interface Case extends World {
  name: string;
  /** `ACTION [RESOURCE] -> ANSWER [CONDITION KEYS]` */
  ask?: readonly string[];
  /** What stands in the way of each question whoever allows it: `boundary denied`. */
  limits?: readonly string[];
  /** Like `ask`, of all policies: also the resource's own. */
  can?: readonly string[];
  /** Words of the reasons, and of what is missing, that each answer to `can` gives. */
  because?: string;
  missing?: string;
  /** Condition keys whose values are known when it is asked. */
  context?: RequestContext;
  power?: Partial<Power>;
}

interface CaseFile {
  /** The page of the provider's documentation that the cases are about. */
  proves: string;
  cases?: readonly Case[];
  /** Conditions of an Allow, with the request's keys and what comes of it. */
  conditions?: readonly Condition[];
}

interface Condition extends World {
  /** The rule that it proves. */
  rule: string;
  when: string;
  given?: RequestContext;
  answer: string;
  /** The keys on which it turns. */
  keys?: readonly string[];
}

const folder = new URL('cases/', import.meta.url);

for (const file of readdirSync(folder).sort()) {
  const { proves, cases = [], conditions = [] } = parse(readFileSync(new URL(file, folder), 'utf8')) as CaseFile;

  describe(`${file}: ${proves}`, () => {
    test('names the page it proves, and no case twice', () => {
      expect(proves).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length);
      expect(new Set(conditions.map((c) => `${c.rule} ${c.when} ${JSON.stringify(c.given)}`)).size).toBe(conditions.length);
    });

    for (const given of cases) {
      for (const question of given.ask ?? []) {
        test(`${given.name}: ${question}`, () => {
          const match = /^(\S+)(?: (\S+))? -> (\S+)(?: (\S+))?$/.exec(question);
          if (!match) throw new Error(`not a question: ${question}`);
          const [, action = '', resource, answer, keys] = match;
          const { engine, id } = build(given);
          const decision = engine.decide(id, action, resource, given.context);
          expect(decision.answer).toBe(answer);
          expect(decision.conditionKeys).toEqual(keys?.split(',') ?? []);
          if (given.limits) expect(decision.limits?.map((l) => `${l.by} ${l.answer}`)).toEqual(given.limits);
        });
      }
      for (const question of given.can ?? []) {
        test(`${given.name}: can ${question}`, () => {
          const [, action = '', resource, answer, keys] = /^(\S+)(?: (\S+))? -> (\S+)(?: (\S+))?$/.exec(question) ?? [];
          const { access, id, session } = build(given);
          const known = { ...(given.context ? { context: given.context } : {}), ...(session ? { session } : {}) };
          const explanation = access.explain(id, action, resource, known);
          expect(explanation.decision).toBe(answer);
          expect(explanation.conditionKeys).toEqual(keys?.split(',') ?? []);
          expect(new Set(explanation.statements.map((one) => JSON.stringify(one))).size).toBe(explanation.statements.length);
          if (given.because) expect(explanation.reasons.join('; ')).toContain(given.because);
          if (given.missing) expect(explanation.missing.join('; ')).toContain(given.missing);
        });
      }
      if (given.power) {
        test(`${given.name}: power`, () => {
          const { engine, id } = build(given);
          expect(engine.powerOf(id)).toMatchObject(given.power ?? {});
        });
      }
    }

    for (const { rule, when, given, answer, keys = [], ...world } of conditions) {
      test(`${rule}: ${when}${given ? ` given ${JSON.stringify(given)}` : ''} -> ${answer}`, () => {
        const condition = parseCondition(when);
        const policy = [{ Effect: 'Allow' as const, Action: 's3:GetObject', Resource: '*', Condition: condition }];
        const { engine, id } = build({ ...world, policy });
        const decision = engine.decide(id, 's3:GetObject', '*', given);
        expect(decision.answer).toBe(answer);
        expect(decision.conditionKeys).toEqual(keys);
        // The same condition on a Deny takes away just what it would give.
        const denying = build({ ...world, policy: ['Allow s3:GetObject on *', { ...policy[0], Effect: 'Deny' } as never] });
        const opposite = { allowed: 'denied', denied: 'allowed' }[answer] ?? answer;
        expect(denying.engine.decide(id, 's3:GetObject', '*', given).answer).toBe(opposite);
      });
    }
  });
}
