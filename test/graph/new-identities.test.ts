import { expect, test } from 'vitest';
import { edgesBy, type Setting } from './technique-world.ts';

const user = (name: string) => `arn:aws:iam::111122223333:user/${name}`;
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const makesUser = (name: string) => ({ 'iam:CreateUser': user(name), 'iam:PutUserPolicy': user(name), 'iam:CreateAccessKey': user(name) });
const makesRole = (name: string) => ({ 'iam:CreateRole': role(name), 'iam:PutRolePolicy': role(name) });
const limited = (...allows: readonly string[]) => ({ boundary: { allows: ['iam:CreateRole', 'iam:PutRolePolicy', ...allows] } });

const cases: readonly (Setting & { readonly name: string; readonly technique: string; readonly found: readonly string[] })[] = [
  {
    name: 'a name that nobody has',
    start: 'user/dev',
    allow: makesUser('next'),
    world: {},
    technique: 'nhi-iam-011',
    found: ['confirmed'],
  },
  {
    name: 'only a name that is taken',
    start: 'user/dev',
    allow: makesUser('boss'),
    world: { 'user/boss': {} },
    technique: 'nhi-iam-011',
    found: [],
  },
  { name: 'only the own name', start: 'user/dev', allow: makesUser('dev'), world: {}, technique: 'nhi-iam-011', found: [] },
  {
    name: 'a role whose boundary lets it assume others',
    start: 'role/dev',
    allow: makesRole('new-*'),
    world: { 'role/dev': limited('sts:AssumeRole') },
    technique: 'nhi-iam-013',
    found: ['confirmed'],
  },
  {
    name: 'a role whose boundary does not',
    start: 'role/dev',
    allow: makesRole('new-*'),
    world: { 'role/dev': limited() },
    technique: 'nhi-iam-013',
    found: [],
  },
  {
    name: 'a user, whom a boundary does not limit where a trust names it',
    start: 'user/dev',
    allow: makesRole('new-*'),
    world: { 'user/dev': limited() },
    technique: 'nhi-iam-013',
    found: ['confirmed'],
  },
];

test.each(cases)('a new identity: $name', ({ technique, found, ...setting }) => {
  expect(edgesBy(setting, technique).map((e) => e.certainty)).toEqual(found);
});
