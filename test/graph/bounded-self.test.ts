import { expect, test } from 'vitest';
import { edgesBy, type Setting } from './technique-world.ts';

const dev = 'arn:aws:iam::111122223333:user/dev';

/** A user that may give itself any policy, within a boundary that allows that and no more than is said here. */
const within = (...allows: readonly string[]): Setting => ({
  start: 'user/dev',
  allow: { 'iam:PutUserPolicy': dev },
  world: { 'user/dev': { boundary: { allows: ['iam:PutUserPolicy', ...allows] } } },
});

test.each([
  ['nothing that leads on', within('s3:GetObject'), []],
  ['roles that it may assume', within('sts:AssumeRole'), ['conditional']],
  ['a whole way up', within('iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'), ['conditional']],
  ['part of a way up', within('iam:PassRole'), []],
  ['to widen the boundary', within('iam:PutUserPermissionsBoundary'), ['conditional']],
  ['everything', within('*'), ['confirmed']],
])('policies of the own user within a boundary that allows %s', (_, setting, certainties) => {
  expect(edgesBy(setting, 'iam-007').map((edge) => edge.certainty)).toEqual(certainties);
});
