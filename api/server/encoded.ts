/** A message to clients, written down once for however many there are. */
import type { ToClient } from '../protocol/messages.ts';

const FINAL_TEXT = 0x81;

export class Encoded {
  readonly text: string;
  #frame: Buffer | undefined;

  constructor(message: ToClient) {
    this.text = JSON.stringify(message);
  }

  /**
   * As one WebSocket frame from a server: final, text, not masked (RFC 6455 section 5.2). Made here rather than by `ws` for each
   * client anew, so that a trigger reaches a thousand clients with one small write each.
   */
  get frame(): Buffer {
    return (this.#frame ??= framed(this.text));
  }
}

function framed(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const start = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + bytes);
  frame[0] = FINAL_TEXT;
  if (start === 2) frame[1] = bytes;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(bytes), 2);
  }
  frame.write(text, start);
  return frame;
}
