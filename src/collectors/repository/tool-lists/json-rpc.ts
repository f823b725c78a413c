/** One end of a JSON-RPC 2.0 talk with an MCP server. */
export interface Channel {
  /** @throws Refusal */
  readonly request: (method: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly notify: (method: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Why a server could not be asked: one line for a person, nothing of what the server wrote. */
export class Refusal extends Error {}

/** Most bytes that are taken of one server. */
export const mostBytes = 4 * 1024 * 1024;
const mostPages = 100;
const mostTools = 5000;
const newestVersion = '2025-06-18';

/**
 * Asks a server for its tools, and for nothing else (https://modelcontextprotocol.io/specification/2025-06-18/basic/lifecycle).
 * @throws Refusal
 */
export async function requestTools(
  channel: Channel,
  version: string,
): Promise<{ readonly tools: readonly unknown[]; readonly whole: boolean }> {
  await channel.request('initialize', { protocolVersion: newestVersion, capabilities: {}, clientInfo: { name: 'nhi', version } });
  await channel.notify('notifications/initialized');
  const tools: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = (await channel.request('tools/list', cursor === undefined ? {} : { cursor })) as {
      tools?: unknown;
      nextCursor?: unknown;
    } | null;
    if (!Array.isArray(answer?.tools)) throw new Refusal('it answered tools/list without a list of tools');
    const room = mostTools - tools.length;
    tools.push(...answer.tools.slice(0, room));
    if (answer.tools.length > room) break;
    cursor = typeof answer.nextCursor === 'string' && answer.nextCursor !== '' ? answer.nextCursor : undefined;
    if (cursor === undefined) return { tools, whole: true };
    if (tools.length >= mostTools) break;
  }
  return { tools, whole: false };
}

/** The answer of a message, or why there is none. What a server says of its errors is not repeated. */
export function resultOf(message: unknown, method: string): unknown {
  const { result, error } = message as { result?: unknown; error?: { code?: unknown } };
  if (error === undefined) return result;
  throw new Refusal(`it refused ${method}${typeof error?.code === 'number' ? ` (${error.code})` : ''}`);
}
