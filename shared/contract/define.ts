import type { z } from 'zod';
import type { ErrorData } from '../errors.ts';

declare const carried: unique symbol;

/** A request with one answer. The schema checks what comes in; the type of the answer is known to the compiler alone. */
export interface Call<Input extends z.ZodType, Value> {
  input: Input;
  readonly [carried]?: Value;
}

/** Something the host tells by itself. One may be missed: it is the whole picture, or says how the rest can be had. */
export interface Event<Value> {
  readonly [carried]?: Value;
}

/** What a call comes back with. Nothing is ever thrown across a boundary. */
export type Result<Value> = { ok: true; value: Value } | { ok: false; error: ErrorData };

/** `call<Answer>()(schema)`: TypeScript infers either all type arguments or none. */
export function call<Value>(): <Input extends z.ZodType>(input: Input) => Call<Input, Value> {
  return (input) => ({ input });
}

export function event<Value>(): Event<Value> {
  return {};
}

export type ValueOf<T> = T extends { readonly [carried]?: infer Value } ? Value : never;
