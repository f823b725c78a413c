import { expect, test } from 'vitest';
import { readFixture, valuesOf } from './read-fixture.ts';

test.each([
  ['get-bucket-policy.json', 'arn:aws:s3:::harbour-data', 'aws-s3-bucket', ''],
  ['get-resource-policy.json', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:harbour-AbCdEf', 'aws-secret', '111122223333'],
  ['get-queue-attributes.json', 'arn:aws:sqs:eu-west-1:111122223333:harbour', 'aws-sqs-queue', '111122223333'],
  ['get-topic-attributes.json', 'arn:aws:sns:eu-west-1:111122223333:harbour', 'aws-sns-topic', '111122223333'],
  ['lambda-get-policy.json', 'arn:aws:lambda:eu-west-1:111122223333:function:harbour', 'aws-lambda-function', '111122223333'],
  [
    '111122223333-eu-west-1-5f0c1d2e-3a4b-4c5d-8e9f-111122224444.json',
    'arn:aws:kms:eu-west-1:111122223333:key/5f0c1d2e-3a4b-4c5d-8e9f-111122224444',
    'aws-kms-key',
    '111122223333',
  ],
  ['eu-west-1-repository.json', 'arn:aws:ecr:eu-west-1:111122223333:repository/harbour', 'aws-ecr-repository', '111122223333'],
  // What the policy itself names comes first.
  ['111122223333-eu-west-1-bucket-5f0c1d2e-3a4b-4c5d-8e9f-111122224444.json', 'arn:aws:s3:::harbour-data', 'aws-s3-bucket', '111122223333'],
])('%s holds the policy of %s', async (file, arn, kind, scope) => {
  const read = await readFixture(`resources/${file}`);
  expect(read.recognised).toBe(true);
  const [resource, ...others] = valuesOf(read, 'resource');
  expect(others).toEqual([]);
  expect(resource).toMatchObject({ id: `aws:resource/${arn}`, name: arn, kind, scope, plane: 'aws' });
  expect(valuesOf(read, 'document').map((d) => d.id)).toEqual([resource?.policy]);
  expect(resource?.evidence[0]).toMatchObject({ file: `resources/${file}`, line: expect.any(Number) });
  expect(valuesOf(read, 'gap')).toEqual([]);
});

test.each(['get-key-policy.json', 'get-repository-policy.json'])('%s does not say of which resource it is', async (file) => {
  const read = await readFixture(`resources/${file}`);
  expect(read.recognised).toBe(true);
  expect(valuesOf(read, 'resource')).toEqual([]);
  expect(valuesOf(read, 'gap')).toMatchObject([{ what: 'the resource that a policy is of', why: 'not-given' }]);
});

test('attributes without a policy say that there is none', async () => {
  const [resource] = valuesOf(await readFixture('resources/get-queue-attributes-none.json'), 'resource');
  expect(resource).toMatchObject({ name: 'arn:aws:sqs:eu-west-1:111122223333:quiet' });
  expect(resource).not.toHaveProperty('policy');
});

test('a policy that cannot be read leaves a gap and no record', async () => {
  const read = await readFixture('resources/bucket-policy-broken.json');
  expect(valuesOf(read, 'resource')).toEqual([]);
  expect(valuesOf(read, 'gap')).toMatchObject([{ why: 'unreadable', detail: expect.stringContaining('no Effect of Allow or Deny') }]);
});
