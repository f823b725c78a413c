import type { WorkloadSettings } from '../../../inventory/workload.ts';
import { get, isAbsent, knownText, listOf, type Value } from './value.ts';

/** What code says of an agent, of a tool of agents or of what stands before one, besides its role. */
export interface AgentParts {
  readonly settings?: WorkloadSettings;
  /** Functions that carry out its actions. */
  readonly calls?: readonly Value[];
  /** Names of its action groups and the tools of AWS that it has. */
  readonly tools?: readonly string[];
  /** A guardrail stands before its model. */
  readonly guardrail?: boolean;
}

/** The value at a path of blocks, of the first of several. */
type Dig = (path: string) => Value | undefined;

interface Names {
  readonly authorizerType: string;
  readonly jwt: string;
  readonly audience: string;
  readonly clients: string;
  readonly policyMode: string;
  readonly policyEngine: string;
  readonly network: string;
  readonly guardrail: string;
}

const names = {
  terraform: {
    authorizerType: 'authorizer_type',
    jwt: 'authorizer_configuration.custom_jwt_authorizer',
    audience: 'allowed_audience',
    clients: 'allowed_clients',
    policyMode: 'policy_engine_configuration.mode',
    policyEngine: 'policy_engine_configuration',
    network: 'network_configuration.network_mode',
    guardrail: 'guardrail_configuration',
  },
  cloudformation: {
    authorizerType: 'AuthorizerType',
    jwt: 'AuthorizerConfiguration.CustomJWTAuthorizer',
    audience: 'AllowedAudience',
    clients: 'AllowedClients',
    policyMode: 'PolicyEngineConfiguration.Mode',
    policyEngine: 'PolicyEngineConfiguration',
    network: 'NetworkConfiguration.NetworkMode',
    guardrail: 'GuardrailConfiguration',
  },
} as const satisfies Record<string, Names>;

/** What the code of an agent of AWS says of how it is reached and what it may do; what it leaves open stays open. */
export function agentParts(what: string, language: keyof typeof names, dig: Dig): AgentParts {
  const n = names[language];
  const network = knownText(dig(n.network));
  switch (what) {
    case 'aws-bedrock-agent':
      return {
        guardrail: !isAbsent(dig(n.guardrail)),
        ...(language === 'cloudformation' ? actionGroups(listOf(dig('ActionGroups'))) : {}),
      };
    case 'aws-agentcore-runtime': {
      const jwt = dig(n.jwt);
      return {
        settings: {
          authorizer: isAbsent(jwt) ? 'AWS_IAM' : 'CUSTOM_JWT',
          ...binding(jwt, n),
          ...(network === undefined ? {} : { network_mode: network }),
        },
      };
    }
    case 'aws-agentcore-gateway': {
      const authorizer = knownText(dig(n.authorizerType));
      const engine = dig(n.policyEngine);
      const mode = isAbsent(engine) ? 'NONE' : knownText(dig(n.policyMode));
      return {
        settings: {
          ...(authorizer === undefined ? {} : { authorizer }),
          ...(mode === undefined ? {} : { policy_mode: mode }),
          ...binding(dig(n.jwt), n),
        },
      };
    }
    case 'aws-agentcore-code-interpreter':
    case 'aws-agentcore-browser':
      return network === undefined ? {} : { settings: { network_mode: network } };
    case 'aws-agentcore-gateway-target': {
      const types = language === 'terraform' ? terraformProviders(dig) : cloudFormationProviders(dig);
      return types === undefined ? {} : { settings: { credential_types: types } };
    }
    default:
      return {};
  }
}

/** Whether a token must be meant for this service. */
function binding(jwt: Value | undefined, n: Names): WorkloadSettings {
  if (isAbsent(jwt) || jwt === undefined) return {};
  const block = jwt.kind === 'list' ? jwt.items[0] : jwt;
  if (block?.kind !== 'object') return {};
  const asks = (key: string): boolean => !isAbsent(get(block, key)) && !isEmpty(get(block, key));
  return { jwt_bound: asks(n.audience) || asks(n.clients) };
}

function isEmpty(value: Value | undefined): boolean {
  return value?.kind === 'list' && value.items.length === 0;
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrockagentcore_gateway_target : one block a kind. */
function terraformProviders(dig: Dig): readonly string[] | undefined {
  const block = dig('credential_provider_configuration');
  if (isAbsent(block)) return [];
  const rows = [
    ['gateway_iam_role', 'GATEWAY_IAM_ROLE'],
    ['oauth', 'OAUTH'],
    ['api_key', 'API_KEY'],
  ] as const;
  return rows.flatMap(([key, type]) => (isAbsent(dig(`credential_provider_configuration.${key}`)) ? [] : [type]));
}

function cloudFormationProviders(dig: Dig): readonly string[] | undefined {
  const types = listOf(dig('CredentialProviderConfigurations')).map((p) => knownText(get(p, 'CredentialProviderType')));
  return types.some((t) => t === undefined) ? undefined : [...new Set(types.flatMap((t) => t ?? []))];
}

/** Action groups of a template's agent, those that are switched off left out. */
function actionGroups(groups: readonly Value[]): Pick<AgentParts, 'calls' | 'tools'> {
  const on = groups.filter((g) => knownText(get(g, 'ActionGroupState')) !== 'DISABLED');
  return {
    calls: on.flatMap((g) => get(get(g, 'ActionGroupExecutor'), 'Lambda') ?? []),
    tools: on.flatMap((g) => knownText(get(g, 'ParentActionGroupSignature')) ?? knownText(get(g, 'ActionGroupName')) ?? []),
  };
}
