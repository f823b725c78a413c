import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Power } from '../../src/permissions/power.ts';
import { build, type World } from './world.ts';

interface Case extends World {
  name: string;
  /** `ACTION [RESOURCE] -> ANSWER [CONDITION KEYS]` */
  ask?: readonly string[];
  /** What stands in the way of each question whoever allows it: `boundary denied`. */
  limits?: readonly string[];
  /** Condition keys whose values are known when it is asked. */
  context?: Readonly<Record<string, readonly string[]>>;
  power?: Partial<Power>;
}

interface CaseFile {
  /** The page of the provider's documentation that the cases are about. */
  proves: string;
  cases: readonly Case[];
}

const folder = new URL('cases/', import.meta.url);

for (const file of readdirSync(folder).sort()) {
  const { proves, cases } = parse(readFileSync(new URL(file, folder), 'utf8')) as CaseFile;

  describe(`${file}: ${proves}`, () => {
    test('names the page it proves, and no case twice', () => {
      expect(proves).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length);
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
      if (given.power) {
        test(`${given.name}: power`, () => {
          const { engine, id } = build(given);
          expect(engine.powerOf(id)).toMatchObject(given.power ?? {});
        });
      }
    }
  });
}
