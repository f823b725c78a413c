import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { UnreadableAnswer } from '../live-failure.ts';
import type { Item, PlannedCall } from './planned-call.ts';
import { hostOf, protocolOf } from './service-protocols.ts';
import { readXml, readXmlError } from './xml-answers.ts';

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

export interface CallerOptions {
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  /** Where all services answer, where that is set (`AWS_ENDPOINT_URL`, `endpoint_url`). */
  readonly endpoint: string | undefined;
  /** Told of every request that is sent, the repeats too. */
  readonly count: () => void;
  readonly timeouts: { readonly connectionTimeout: number; readonly requestTimeout: number };
}

/** Answers are pages of metadata; more than this is none. */
const largestAnswer = 128 * 1024 * 1024;

/** A refusal, in the form that the SDK's own clients throw. */
class ServiceError extends Error {
  readonly Code: string;
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = code === '' ? 'UnknownError' : code;
    this.Code = code;
    this.$metadata = { httpStatusCode: status };
  }
}

/**
 * Makes signed calls to the regional services: one small caller in the place of a client each, which together weigh a hundred megabytes.
 * Signatures, connections and adaptive retries are the SDK's own.
 */
export class SignedCaller {
  readonly #options: CallerOptions;
  readonly #handler: NodeHttpHandler;
  /** One for each service and region: what throttles one says nothing of the others. */
  readonly #lanes = new Map<string, { readonly signer: SignatureV4; readonly retries: AdaptiveRetryStrategy }>();

  constructor(options: CallerOptions) {
    this.#options = options;
    this.#handler = new NodeHttpHandler({ ...options.timeouts, httpsAgent: { maxSockets: 24 }, httpAgent: { maxSockets: 24 } });
  }

  /** Makes a call and repeats it where that may help. Throws what failureOf understands. */
  async call(planned: PlannedCall, region: string, input: Item): Promise<Item> {
    const { signer, retries } = this.#lane(planned, region);
    let token = await retries.acquireInitialRetryToken(planned.permission);
    for (;;) {
      try {
        const answer = await this.#once(planned, region, input, signer);
        retries.recordSuccess(token as Parameters<AdaptiveRetryStrategy['recordSuccess']>[0]);
        return answer;
      } catch (error) {
        const errorType = retryable(error);
        if (errorType === undefined) throw error;
        try {
          token = await retries.refreshRetryTokenForRetry(token as Parameters<AdaptiveRetryStrategy['recordSuccess']>[0], { errorType });
        } catch {
          throw error;
        }
        await wait(token.getRetryDelay());
      }
    }
  }

  close(): void {
    this.#handler.destroy();
  }

  #lane(planned: PlannedCall, region: string): { readonly signer: SignatureV4; readonly retries: AdaptiveRetryStrategy } {
    const { service } = planned;
    const key = `${service}/${region}`;
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const { credentials, maxAttempts } = this.#options;
    const lane = {
      signer: new SignatureV4({ service: protocolOf(service).signing ?? service, region, credentials, sha256: Sha256 }),
      retries: new AdaptiveRetryStrategy(maxAttempts),
    };
    this.#lanes.set(key, lane);
    return lane;
  }

  async #once(planned: PlannedCall, region: string, input: Item, signer: SignatureV4): Promise<Item> {
    const request = await signer.sign(requestOf(planned, region, input, this.#options.endpoint));
    this.#options.count();
    const { response } = await this.#handler.handle(request as HttpRequest);
    const text = await readBody(response.body as AsyncIterable<Buffer>);
    // S3 answers XML, but for the policies that it keeps.
    const protocol = protocolOf(planned.service);
    const xml = protocol.version !== undefined || (protocol.xml === true && text.startsWith('<'));
    if (response.statusCode >= 300) throw errorOf(response.statusCode, response.headers, text, xml);
    return xml ? readXmlAnswer(text) : readJson(text);
  }
}

function requestOf(planned: PlannedCall, region: string, input: Item, endpoint: string | undefined): HttpRequest {
  const { service, permission, path: spoken, inBody } = planned;
  const { target, json, version, queryOnPost } = protocolOf(service);
  const base = new URL(endpoint ?? `https://${hostOf(service, region)}`);
  const operation = planned.operation ?? permission.slice(permission.indexOf(':') + 1);
  const [method = 'POST', template = '/'] = spoken?.split(' ') ?? [];
  const [pathTemplate = '/', fixed = ''] = template.split('?');
  const rest = { ...input } as Record<string, unknown>;
  const path = pathTemplate.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(rest[key]);
    delete rest[key];
    return encodeURIComponent(value);
  });
  const query = Object.fromEntries(new URLSearchParams(fixed));
  const headers: Record<string, string> = { host: base.host };
  let body: string | undefined;
  if (version !== undefined) {
    headers['content-type'] = 'application/x-www-form-urlencoded; charset=utf-8';
    body = new URLSearchParams({ Action: operation, Version: version, ...(rest as Record<string, string>) }).toString();
  } else if (target !== undefined) {
    headers['content-type'] = `application/x-amz-json-${json}`;
    headers['x-amz-target'] = `${target}.${operation}`;
    body = JSON.stringify(rest);
  } else if (method === 'GET' || (queryOnPost === true && inBody !== true)) {
    for (const [key, value] of Object.entries(rest)) query[key] = String(value);
    if (method !== 'GET') body = '{}';
  } else body = JSON.stringify(rest);
  if (body !== undefined) {
    headers['content-type'] ??= 'application/json';
    headers['content-length'] = String(Buffer.byteLength(body));
  }
  return new HttpRequest({
    method,
    protocol: base.protocol,
    hostname: base.hostname,
    ...(base.port === '' ? {} : { port: Number(base.port) }),
    path: `${base.pathname.replace(/\/$/, '')}${path}`,
    query,
    headers,
    ...(body === undefined ? {} : { body }),
  });
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > largestAnswer) throw new UnreadableAnswer('an answer that is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readJson(text: string): Item {
  try {
    const answer: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer as Item;
  } catch {
    // Said below.
  }
  throw new UnreadableAnswer('an answer that is not of AWS');
}

function readXmlAnswer(text: string): Item {
  try {
    return readXml(text);
  } catch {
    throw new UnreadableAnswer('an answer that is not of AWS');
  }
}

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization */
function errorOf(status: number, headers: Readonly<Record<string, string>>, text: string, xml: boolean): Error {
  if (xml) {
    const said = readXmlError(text);
    return new ServiceError(said?.code ?? '', said?.message ?? '', status);
  }
  let body: Readonly<Record<string, unknown>> = {};
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    // Not an answer of AWS: the status is all there is.
  }
  const type = headers['x-amzn-errortype'] ?? body?.__type ?? body?.code ?? '';
  const code = typeof type === 'string' ? (type.split('#').at(-1)?.split(':')[0] ?? '') : '';
  const message = body?.message ?? body?.Message ?? '';
  return new ServiceError(code, typeof message === 'string' ? message : '', status);
}

/** Whether, and as what, a failure is worth another attempt. */
function retryable(error: unknown): 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | undefined {
  if (error instanceof UnreadableAnswer) return undefined;
  if (!(error instanceof ServiceError)) return isNameFailure(error) ? undefined : 'TRANSIENT';
  const status = error.$metadata.httpStatusCode;
  if (status === 429 || /throttl|TooManyRequests|RequestLimitExceeded|SlowDown|PriorRequestNotComplete/i.test(error.Code))
    return 'THROTTLING';
  return status >= 500 && error.Code !== '' ? 'SERVER_ERROR' : [502, 503, 504].includes(status) ? 'TRANSIENT' : undefined;
}

/** A service that a region does not have has no name there: asking again does not help. Nor where the credentials are gone. */
function isNameFailure(error: unknown): boolean {
  return error instanceof Error && (('code' in error && error.code === 'ENOTFOUND') || error.name === 'CredentialsProviderError');
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
