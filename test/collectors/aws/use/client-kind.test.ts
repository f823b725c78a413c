import { describe, expect, test } from 'vitest';
import { clientKindOf } from '../../../../src/collectors/aws/use/client-kind.ts';
import { networkOf } from '../../../../src/collectors/aws/use/source-network.ts';

describe('clientKindOf', () => {
  test.each([
    ['Boto3/1.34.1 md/Botocore#1.34.1 ua/2.0 os/linux#5.10 lang/python#3.11', 'sdk'],
    ['aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22', 'sdk'],
    ['aws-cli/2.15.30 Python/3.11.8 Linux/5.10 exe/x86_64', 'command-line'],
    ['aws-cli/2.15.30 Python/3.11.8 Darwin/23.4.0 exe/arm64', 'workstation'],
    ['aws-cli/2.15.30 Python/3.11.8 Windows/10 exe/AMD64', 'workstation'],
    ['aws-cli/2.15.30 md/awscrt#0.20 os/linux md/prompt#on', 'workstation'],
    ['[aws-cli/2.15.30 Python/3.11.8 Linux/5.10 exec-env/CloudShell]', 'cloudshell'],
    ['APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) aws-sdk-go-v2/1.30', 'provisioner'],
    ['Pulumi/3.1 aws-sdk-go/1.5', 'provisioner'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', 'browser'],
    ['console.amazonaws.com', 'service'],
    ['signin.amazonaws.com, Mozilla/5.0', 'console'],
    ['cloudformation.amazonaws.com', 'service'],
    ['awslabs/mcp/aws-api-mcp-server/0.1 Boto3/1.38', 'ai-agent'],
    ['aws-cli/2.27 md/claude-code#1.0 os/macos', 'ai-agent'],
    ['', 'other'],
    ['something/1.0', 'other'],
  ])('%s is %s', (agent, kind) => {
    expect(clientKindOf(agent)).toBe(kind);
  });

  test('a hostile text of any length is judged quickly', () => {
    for (const text of ['a'.repeat(5_000_000), 'aws-cli/'.repeat(200_000), '[['.repeat(100_000), '\u001b]0;x\u0007<script>::error::']) {
      expect(clientKindOf(text)).toMatch(/^[a-z-]+$/);
    }
  });
});

describe('networkOf', () => {
  test.each([
    ['203.0.113.7', '203.0.0.0/16'],
    ['2001:db8:7:8::1', '2001:db8:7::/48'],
    ['2001:0DB8:0007::1', '2001:db8:7::/48'],
    ['::ffff:198.51.100.3', '198.51.0.0/16'],
    ['10.1.2.3', undefined],
    ['172.20.0.1', undefined],
    ['192.168.1.1', undefined],
    ['100.64.0.1', undefined],
    ['fd00::1', undefined],
    ['fe80::1%eth0', undefined],
    ['::1', undefined],
    ['AWS Internal', undefined],
    ['lambda.amazonaws.com', undefined],
    ['999.1.1.1', undefined],
    ['', undefined],
  ])('%s is in %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
