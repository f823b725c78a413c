import { expect, test } from 'vitest';
import { PolicyReader } from '../../src/collectors/aws-policy/policy-document.ts';
import { isForOneRun } from '../../src/document-id.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { lasting } from './aws/read-fixture.ts';

const raw = (action: string): unknown => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::shop' }],
});

/** What a source says of one role with one inline policy. */
function given(source: string, action: string): readonly Fragment[] {
  const { document } = new PolicyReader().readOwn(raw(action));
  if (document === undefined) throw new Error('it was not read');
  const holder = 'aws:role/111122223333/shop';
  const grant = { id: `${holder}#inline/own`, holder, kind: 'inline', name: 'own', document: document.id, evidence: [{ source }] } as const;
  return [
    { type: 'document', value: document },
    { type: 'grant', value: grant },
  ];
}

const grantsOf = (...fragments: readonly Fragment[]) => {
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  return [...builder.finish([]).grants.values()].flat();
};

test('a copy of an inline policy is the same document, another policy is another one', () => {
  const reader = new PolicyReader();
  const [first, copy, other] = [raw('s3:GetObject'), raw('s3:GetObject'), raw('s3:PutObject')].map((one) => reader.readOwn(one));
  expect([first?.isNew, copy?.isNew, other?.isNew]).toEqual([true, false, true]);
  expect(copy?.document).toBe(first?.document);
  expect(other?.document?.id).not.toBe(first?.document?.id);
});

test('two sources that give the same inline policy give one grant, and two where they differ', () => {
  const first = given('a', 's3:GetObject');
  expect(grantsOf(...first, ...given('b', 's3:GetObject')).map((g) => g.evidence)).toEqual([[{ source: 'a' }, { source: 'b' }]]);
  expect(grantsOf(...first, ...given('b', 's3:PutObject'))).toHaveLength(2);
});

test('what is kept has ids that hold: of one content one, whatever run it is of', () => {
  const kept = lasting([...given('a', 's3:GetObject'), ...given('b', 's3:GetObject'), ...given('c', 's3:PutObject')]);
  const { document } = new PolicyReader().read(raw('s3:GetObject'), 'identity');
  const documents = kept.flatMap((f) => (f.type === 'document' ? [f.value.id] : []));
  expect(documents).toHaveLength(2);
  expect(documents.some(isForOneRun)).toBe(false);
  expect(kept.flatMap((f) => (f.type === 'grant' ? [f.value.document] : []))).toEqual([document?.id, document?.id, documents[1]]);
});
