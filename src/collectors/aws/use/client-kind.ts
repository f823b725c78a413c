import type { ClientKind } from '../../../inventory/use.ts';

/** Longer user agents are judged by their beginning. */
const longest = 1024;

type Row = readonly [pattern: RegExp, kind: ClientKind];

/**
 * What a user agent tells, the first row that matches. Programs name themselves as they like, so this is a hint and no
 * proof; the forms of AWS's own tools are in https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html and
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html (userAgent).
 */
const rows: readonly Row[] = [
  // A call that a service makes for the caller names the service.
  [/^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/, 'service'],
  [/exec-env\/CloudShell|^cloudshell/i, 'cloudshell'],
  // Agent clients stand before command lines and SDKs: they carry both names.
  [
    /\b(?:claude[-_ ]?code|anthropic|codex[-_/]|openai|mcp-proxy|mcp[-_]server|awslabs[-_.#/]|modelcontextprotocol|strands[-_/]|langchain|langgraph|crewai|autogen|amazon ?q|kiro|cursor\/|windsurf|cline\b|copilot|gemini-cli|aider\b)/i,
    'ai-agent',
  ],
  [/terraform|opentofu|pulumi|hashicorp|aws-cdk|cdk-assets|crossplane|ansible|serverless framework/i, 'provisioner'],
  [/console\.amazonaws\.com|signin\.amazonaws\.com|^aws-internal\/\d.*console/i, 'console'],
  // The command line asks at a prompt, or runs on a desktop system.
  [/^aws-cli\/.*(?:prompt[#/](?:on|auto|partial)|\b(?:darwin|macos|windows)\b)/i, 'workstation'],
  [
    /aws-toolkit|s3 ?browser|cyberduck|mountain duck|winscp|filezilla|postman|insomnia|awspowershell.*windows|dbeaver|datagrip/i,
    'workstation',
  ],
  [/^aws-cli\/|awspowershell|^aws-vault|eksctl|\bsam cli|^aws-sam-cli|s3cmd|s5cmd|rclone/i, 'command-line'],
  [/^mozilla\/|applewebkit|gecko\/|chrome\/\d/i, 'browser'],
  [/aws-sdk|boto|botocore|^aws-internal|aws\.sdk|smithy|minio|amazon-ssm-agent|^ecs|^go-http|kubernetes|okhttp/i, 'sdk'],
];

/** What made a request. The text itself is not kept. */
export function clientKindOf(userAgent: string): ClientKind {
  const text = userAgent.slice(0, longest).replace(/^\[(.*)\]$/s, '$1');
  return rows.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
}
