import type { CredentialView, DestinationView } from '../../../api/destination.ts';

/** Credentials that were typed stay in the page until they are handed to the server. */
export type Credentials = Readonly<Record<string, string>>;

export function hasCredentials({ ids, secrets }: DestinationView, typed: Credentials = {}): boolean {
  const isThere = ({ variable, isSet }: CredentialView): boolean => isSet || Boolean(typed[variable]);
  return ids.every(isThere) && secrets.some((set) => set.every(isThere));
}

interface CredentialFieldsProps {
  readonly destination: DestinationView;
  readonly typed: Credentials;
  /** The provider did not take them. */
  readonly isRefused: boolean;
  readonly onType: (typed: Credentials) => void;
}

export function CredentialFields({ destination, typed, isRefused, onType }: CredentialFieldsProps) {
  const { ids, secrets } = destination;
  const isSet = hasCredentials(destination);
  const field = ({ variable, where, isSet }: CredentialView) => (
    <label class="field" key={variable}>
      {variable}
      <input
        type="password"
        autocomplete="off"
        value={typed[variable] ?? ''}
        placeholder={isSet ? 'is set; type another one to replace it' : ''}
        onInput={(event) => onType({ ...typed, [variable]: event.currentTarget.value })}
      />
      <small>{where}</small>
    </label>
  );
  return (
    <details open={!isSet || isRefused}>
      <summary>{isSet ? 'Credentials are set' : 'Credentials'}</summary>
      <p class="hint">Read from the environment, or typed here and kept in memory until leadwire ui ends.</p>
      {ids.map(field)}
      {secrets.map((set, index) => (
        <div key={set[0]?.variable}>
          {index > 0 && <p>or</p>}
          {set.map(field)}
        </div>
      ))}
    </details>
  );
}
