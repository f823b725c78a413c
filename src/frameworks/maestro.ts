import type { Framework } from './entry.ts';

const url = 'https://cloudsecurityalliance.org/blog/2025/02/06/agentic-ai-threat-modeling-framework-maestro';

/** Threats by layer that concern identities and what agents reach. MAESTRO gives no ids: they are `layer/threat`. */
const threats: Readonly<Record<string, readonly string[]>> = {
  L1: ['Backdoor Attacks', 'Model Stealing'],
  L2: ['Data Poisoning', 'Data Exfiltration', 'Data Tampering', 'Compromised RAG Pipelines'],
  L3: ['Compromised Framework Components', 'Backdoor Attacks', 'Input Validation Attacks', 'Supply Chain Attacks', 'Framework Evasion'],
  L4: [
    'Compromised Container Images',
    'Orchestration Attacks',
    'Infrastructure-as-Code (IaC) Manipulation',
    'Resource Hijacking',
    'Lateral Movement',
  ],
  L5: ['Compromised Observability Tools', 'Evasion of Detection', 'Data Leakage through Observability', 'Poisoning Observability Data'],
  L6: ['Compromised Security AI Agents', 'Regulatory Non-Compliance by AI Security Agents'],
  L7: [
    'Compromised Agents',
    'Agent Impersonation',
    'Agent Identity Attack',
    'Agent Tool Misuse',
    'Agent Goal Manipulation',
    'Marketplace Manipulation',
    'Integration Risks',
    'Repudiation',
    'Compromised Agent Registry',
    'Malicious Agent Discovery',
    'Inaccurate Agent Capability Description',
  ],
  'Cross-Layer': ['Supply Chain Attacks', 'Lateral Movement', 'Privilege Escalation', 'Data Leakage', 'Goal Misalignment Cascades'],
};

export const maestro: Framework = {
  name: 'CSA MAESTRO',
  version: '2025',
  entries: Object.entries(threats).flatMap(([layer, names]) => names.map((title) => ({ id: `${layer}/${title}`, title, url }))),
};
