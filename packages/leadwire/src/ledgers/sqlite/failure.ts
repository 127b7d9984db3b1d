import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { LeadwireError } from '@leadwire/core';

/** Errors of a ledger file, all `misconfigured`: what is wrong with which path, and what to do next. */
export function describeFailure(path: string, error: unknown, wanted: 'read' | 'write'): unknown {
  if (error instanceof LeadwireError) return error;
  const { code, errcode } = error as { code?: unknown; errcode?: number };
  if (code === 'ERR_SQLITE_ERROR' && errcode !== undefined)
    return describeSqlite(path, error as Error, errcode, wanted);
  return isSystemError(error) ? describeSystem(path, error, wanted) : error;
}

const misconfigured = (code: string, message: string, hint: string, cause?: unknown): LeadwireError =>
  new LeadwireError('misconfigured', message, { code, hint, cause });

export const isMissing = (path: string, cause?: unknown): LeadwireError =>
  misconfigured('ledger-not-found', `There is no ledger ${path}`, 'Check the path.', cause);

export const isEmpty = (path: string): LeadwireError =>
  misconfigured('ledger-empty', `The ledger ${path} is empty: nothing has been sent with it`, 'Check the path.');

export const isNoFile = (path: string, what: string, cause?: unknown): LeadwireError =>
  misconfigured('not-a-ledger', `The ledger cannot be ${path}: it is ${what}`, ELSEWHERE, cause);

export const isMoved = (path: string): LeadwireError =>
  misconfigured(
    'ledger-moved',
    `The ledger ${path} was moved, removed or replaced while it was open`,
    'Put it back, with its -wal file beside it, then run it again: nothing was sent that is not recorded.',
  );

/** A ledger that lost the index of its journal is read from a copy. */
export const isNotCopied = (path: string, folder: string, cause: unknown): LeadwireError =>
  misconfigured(
    'ledger-failed',
    `The ledger ${path} must be copied to be read, and ${folder} does not take it: ${(cause as { code?: unknown }).code}`,
    'Let TMPDIR name a folder that this user may write, with room for it.',
    cause,
  );

const ELSEWHERE = 'Give the path of a ledger, or name another file; this one is left as it is.';

/** @see https://www.sqlite.org/rescode.html */
export const SQLITE = {
  perm: 3,
  busy: 5,
  readOnly: 8,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** What SQLite said; where it only says that it may not, the system is asked why. */
function describeSqlite(path: string, error: Error, errcode: number, wanted: 'read' | 'write'): unknown {
  switch (errcode & 0xff) {
    case SQLITE.full:
      return isFull(path, error);
    case SQLITE.notADatabase:
      return isNoFile(path, 'a file of another kind', error);
    case SQLITE.perm:
    case SQLITE.readOnly:
    case SQLITE.cannotOpen: {
      const refusal = refusalOf(path, wanted);
      return refusal === undefined ? hasFailed(path, error.message, error) : describeSystem(path, refusal, wanted);
    }
    default:
      return hasFailed(path, error.message, error);
  }
}

function refusalOf(path: string, wanted: 'read' | 'write'): SystemError | undefined {
  for (const file of [path, `${path}-wal`]) {
    try {
      closeSync(openSync(file, wanted === 'read' ? 'r' : 'a+'));
    } catch (error) {
      if (isSystemError(error) && (file === path || error.code !== 'ENOENT')) return error;
    }
  }
  return undefined;
}

type SystemError = Error & { readonly code: string };

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';

function describeSystem(path: string, error: SystemError, wanted: 'read' | 'write'): LeadwireError {
  switch (error.code) {
    case 'ENOENT':
      return wanted === 'read'
        ? isMissing(path, error)
        : hasNoFolder(path, `there is no folder ${dirname(path)}`, error);
    case 'ENOTDIR':
      return hasNoFolder(path, 'a part of its path is not a folder', error);
    case 'EISDIR':
      return isNoFile(path, 'a folder');
    case 'ENOSPC':
    case 'EDQUOT':
      return isFull(path, error);
    case 'EACCES':
    case 'EPERM':
      return misconfigured(
        'ledger-forbidden',
        `The ledger ${path} cannot be ${wanted === 'read' ? 'read' : 'written'}: permission denied`,
        wanted === 'read'
          ? 'Read it as the user who made it, or let this user read it.'
          : 'Let this user read and write it, and make files in its folder; or name another file.',
        error,
      );
    case 'EROFS':
      return misconfigured(
        'ledger-forbidden',
        `The ledger ${path} cannot be written: the disk is read-only`,
        'Name a file on another disk.',
        error,
      );
    default:
      return hasFailed(path, error.code, error);
  }
}

const hasNoFolder = (path: string, why: string, cause: unknown): LeadwireError =>
  misconfigured(
    'ledger-not-found',
    `The ledger cannot be ${path}: ${why}`,
    'Check the path, or make the folder first: a ledger is made where it is not there, its folder is not.',
    cause,
  );

const isFull = (path: string, cause: unknown): LeadwireError =>
  misconfigured(
    'ledger-full',
    `The ledger ${path} cannot grow: the disk is full`,
    'Free disk space, then run it again: nothing was sent unrecorded.',
    cause,
  );

const hasFailed = (path: string, why: string, cause: unknown): LeadwireError =>
  misconfigured(
    'ledger-failed',
    `The ledger ${path} cannot be used: ${why}`,
    'Check that the file is there, is a ledger, and may be read and written.',
    cause,
  );
