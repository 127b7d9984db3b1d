/** A value that is here already, or will be: what is here need not be waited for. */
export type MaybePromise<Value> = Value | Promise<Value>;

export const isPromise = <Value>(value: MaybePromise<Value>): value is Promise<Value> => value instanceof Promise;
