import { type Channel, mostBytes, Refusal, resultOf } from './json-rpc.ts';

/**
 * Talks to a server at an address (https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#streamable-http).
 * No credential is sent, and no redirection is followed.
 */
export function openAddress(url: string, signal: AbortSignal): Channel {
  let session: string | undefined;
  let next = 0;
  const post = async (message: object): Promise<Response> => {
    try {
      return await fetch(url, {
        method: 'POST',
        redirect: 'error',
        credentials: 'omit',
        signal,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(session === undefined ? {} : { 'mcp-session-id': session }),
        },
        body: JSON.stringify(message),
      });
    } catch {
      throw new Refusal(signal.aborted ? 'it did not answer in time' : 'it cannot be reached');
    }
  };
  return {
    request: async (method, parameters) => {
      const id = ++next;
      const response = await post({ jsonrpc: '2.0', id, method, params: parameters });
      if (!response.ok) throw new Refusal(`it refused ${method} (HTTP ${response.status})`);
      session = response.headers.get('mcp-session-id')?.slice(0, 512) ?? session;
      const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
      return resultOf(await answerIn(response, isStream, id), method);
    },
    notify: async (method) => {
      const response = await post({ jsonrpc: '2.0', method });
      await response.body?.cancel();
    },
    close: async () => undefined,
  };
}

/** Reads a body until the answer of a request is in it. */
async function answerIn(response: Response, isStream: boolean, id: number): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  let taken = 0;
  try {
    for await (const piece of response.body ?? []) {
      const bytes = piece as Uint8Array;
      taken += bytes.length;
      if (taken > mostBytes) throw new Refusal(`it sent more than ${mostBytes / 1024 / 1024} MiB`);
      text += decoder.decode(bytes, { stream: true });
      if (!isStream) continue;
      const events = text.split(/\r?\n\r?\n/);
      text = events.pop() ?? '';
      for (const event of events) {
        const message = messageIn(
          event
            .split(/\r?\n/)
            .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []))
            .join('\n'),
        );
        if (message?.id === id) return message;
      }
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('it broke off its answer');
  }
  const message = isStream ? undefined : messageIn(text);
  if (message?.id !== id) throw new Refusal('its answer is no JSON-RPC message');
  return message;
}

function messageIn(text: string): { readonly id?: unknown } | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
