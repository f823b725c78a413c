import { describe, expect, test } from 'vitest';
import { actionsOfEvent } from '../../../src/permissions/aws/event-actions.ts';
import { isWatched } from '../../../src/permissions/aws/watched-services.ts';
import { universe } from '../world.ts';

const isKnown = (action: string): boolean => universe.indexOf(action) >= 0;

describe('actionsOfEvent', () => {
  test.each([
    ['iam:CreateUser', ['iam:CreateUser']],
    ['s3:ListObjects', ['s3:ListBucket']],
    ['s3:ListBuckets', ['s3:ListAllMyBuckets']],
    ['s3:CopyObject', ['s3:GetObject', 's3:PutObject']],
    ['lambda:UpdateFunctionCode20150331v2', ['lambda:UpdateFunctionCode']],
    ['lambda:ListFunctions20150331', ['lambda:ListFunctions']],
    ['lambda:Invoke', ['lambda:InvokeFunction']],
    ['cloudfront:CreateDistribution2020_05_31', ['cloudfront:CreateDistribution']],
    ['monitoring:PutMetricAlarm', ['cloudwatch:PutMetricAlarm']],
    ['email:SendEmail', ['ses:SendEmail']],
    ['autoscaling:RegisterScalableTarget', ['application-autoscaling:RegisterScalableTarget']],
    ['autoscaling:CreateAutoScalingGroup', ['autoscaling:CreateAutoScalingGroup']],
    ['apigateway:CreateRestApi', ['apigateway:POST']],
    ['bedrock:Converse', ['bedrock:InvokeModel']],
    ['signin:ConsoleLogin', []],
    ['iam:NoSuchCall', []],
    ['constructor:toString', []],
  ])('%s is %j', (event, actions) => {
    expect(actionsOfEvent(event, isKnown).actions).toEqual(actions);
  });

  test('every permission of the table is a known action', () => {
    const events = [
      's3:GetObject',
      's3:DeleteObjects',
      's3:PutBucketLifecycle',
      's3:DeleteBucketCors',
      'dynamodb:ExecuteStatement',
      'dynamodb:TransactWriteItems',
    ];
    for (const event of events) expect(actionsOfEvent(event, isKnown).actions.filter((a) => !isKnown(a))).toEqual([]);
  });
});

describe('isWatched', () => {
  test.each([
    ['iam:CreateUser', true],
    ['iam:PassRole', false],
    ['s3:DeleteBucket', true],
    ['s3:GetObject', false],
    ['s3:ListBucket', false],
    ['lambda:InvokeFunction', false],
    ['lambda:UpdateFunctionCode', true],
    ['dynamodb:PutItem', false],
    ['dynamodb:DeleteTable', true],
    ['execute-api:Invoke', false],
    ['no-such-service:Anything', false],
    ['constructor:toString', false],
  ])('%s: %s', (action, watched) => {
    expect(isWatched(action)).toBe(watched);
  });
});
