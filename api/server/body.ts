/** A request's body: one JSON object in UTF-8, and not a large one. */
import type { IncomingMessage } from 'node:http';
import { bodyIncomplete, bodyTooLarge, jsonInvalid, notJson } from './problems.ts';

/** So many times too much, and the connection ends without a further word. */
const PATIENCE = 16;

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Without a body, an object without fields. Rejects with a Refusal. */
export async function readJson(
  request: IncomingMessage,
  mostBytes: number,
): Promise<Readonly<Record<string, unknown>>> {
  if (!hasBody(request)) return {};
  if (!isJson(request)) throw notJson();
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw bodyTooLarge(mostBytes);
  return objectIn(await readAll(request, mostBytes));
}

function isJson({ headers }: IncomingMessage): boolean {
  const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = headers;
  return coding === 'identity' && /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type);
}

/** What is too much is still read, and forgotten, so that the client comes to read the answer. */
function readAll(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= mostBytes) pieces.push(piece);
      else {
        reject(bodyTooLarge(mostBytes));
        if (bytes > mostBytes * PATIENCE) request.destroy();
      }
    });
    request.on('end', () => resolve(Buffer.concat(pieces)));
    request.on('close', () => reject(bodyIncomplete()));
    request.on('error', () => reject(bodyIncomplete()));
  });
}

function objectIn(bytes: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw jsonInvalid();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw jsonInvalid();
  return value as Record<string, unknown>;
}
