import type { Socket } from 'node:net';
import { Frames } from './frames.ts';

/** A server that does not keep to the protocol, or none that speaks it. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** The part of pg's connection that hands what a server sends to its reader: not in @types/pg. */
interface Reading {
  attachListeners(stream: Socket): void;
}

/**
 * Makes a connection of pg fail as such when a server sends what is no message, or one out of place. By itself pg
 * throws where nobody can catch it, which ends the process, or reads for ever. To be called before it connects.
 */
export function guardProtocol(connection: object): void {
  const guarded = connection as Reading;
  const attach = guarded.attachListeners.bind(connection);
  guarded.attachListeners = (stream) => {
    checkFrames(stream);
    attach(catching(stream));
  };
}

/** Lets through what is sound: every byte that comes from the network is pushed, whoever reads it then. */
function checkFrames(stream: Socket): void {
  const frames = new Frames();
  const push = stream.push.bind(stream);
  stream.push = (chunk: Buffer | null, ...rest): boolean => {
    if (chunk === null) return push(chunk, ...rest);
    const { sound, problem } = frames.take(chunk);
    if (problem === null) return push(chunk, ...rest);
    if (sound > 0) push(chunk.subarray(0, sound), ...rest);
    stream.destroy(new ProtocolError(problem));
    return false;
  };
}

/** The stream for pg's reader. What it throws ends the connection, with whatever is under way on it. */
function catching(stream: Socket): Socket {
  const on = (event: string, listener: (...given: unknown[]) => void): unknown => {
    if (event !== 'data') return stream.on(event, listener);
    return stream.on(event, (...given: unknown[]) => {
      try {
        listener(...given);
      } catch (cause) {
        stream.destroy(new ProtocolError((cause as Error).message, { cause }));
      }
    });
  };
  return { on } as unknown as Socket;
}
