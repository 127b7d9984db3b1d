/** Tokens of a client: a retry costs some, a call that works at once gives one back. An empty budget stops a storm. */
export interface RetryBudget {
  /** Takes what a retry costs; false when there is not enough. */
  spend(afterTimeout: boolean): boolean;
  /** A call succeeded on its first try. */
  refund(): void;
}

const CAPACITY = 500;
const COST = 5;
const COST_AFTER_TIMEOUT = 10;

export function createRetryBudget(): RetryBudget {
  let tokens = CAPACITY;
  return {
    spend(afterTimeout) {
      const cost = afterTimeout ? COST_AFTER_TIMEOUT : COST;
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    },
    refund() {
      tokens = Math.min(CAPACITY, tokens + 1);
    },
  };
}
