import { describe, expect, it } from 'vitest';
import { runsAgents, runsCode } from '../../../src/collectors/aws-policy/service-kind.ts';
import { environmentOf, ownerOf } from '../../../src/collectors/aws-policy/tag-meaning.ts';

describe('ownerOf', () => {
  it.each([
    [{ Owner: 'ana' }, 'ana'],
    [{ team: 'b', 'service-owner': 'c' }, 'c'],
    [{ CONTACT_EMAIL: ' x@example.com ' }, 'x@example.com'],
    [{ owner: ' ' }, undefined],
    [{ Name: 'x' }, undefined],
    [undefined, undefined],
  ])('%j is %s', (tags, owner) => {
    expect(ownerOf(tags as Record<string, string> | undefined)).toBe(owner);
  });
});

describe('environmentOf', () => {
  it.each([
    [{ env: 'PRD' }, 'x', 'production'],
    [{ Environment: 'pre-prod' }, 'x', 'staging'],
    [{ Stage: 'blue' }, 'prod-x', 'blue'],
    [undefined, 'orders-prod-api', 'production'],
    [{}, 'OrdersDevApi', 'development'],
    [{}, 'product-catalogue', undefined],
    [{}, 'devops', undefined],
    [{}, 'dev-to-prod-copy', undefined],
    [{}, 'test-runner', undefined],
  ])('%j %s is %s', (tags, name, environment) => {
    expect(environmentOf(tags as Record<string, string> | undefined, name)).toBe(environment);
  });
});

describe('services', () => {
  it.each([
    ['ec2.amazonaws.com', true],
    ['ec2.amazonaws.com.cn', true],
    ['ecs-tasks.amazonaws.com', true],
    ['config.amazonaws.com', false],
    ['ec2.example.com', false],
  ])('%s runs customers code: %s', (service, expected) => {
    expect(runsCode(service)).toBe(expected);
  });

  const source = (arn: string) => ({ ArnLike: { 'AWS:SourceArn': [arn] } });
  it.each([
    ['bedrock-agentcore.amazonaws.com', undefined, true],
    ['bedrock.amazonaws.com', undefined, true],
    ['bedrock.amazonaws.com', source('arn:aws:bedrock:eu-west-1:111122223333:agent/*'), true],
    ['bedrock.amazonaws.com', source('arn:aws:bedrock:eu-west-1:111122223333:knowledge-base/*'), false],
    ['lambda.amazonaws.com', undefined, false],
  ])('%s under %j runs agents: %s', (service, condition, expected) => {
    expect(runsAgents(service, condition)).toBe(expected);
  });
});
