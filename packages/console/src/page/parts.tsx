import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import type { Actions } from './client.ts';

/** What went wrong, said aloud by a screen reader. */
export function ProblemBox({ problem }: { readonly problem: Problem | undefined }) {
  return (
    <div role="alert">
      {problem && (
        <div class="problem" key={problem.message} ref={bringIntoView}>
          <strong>{problem.message}</strong>
          {problem.hints.length > 0 && (
            <ul>
              {problem.hints.map((hint) => (
                <li key={hint}>{hint}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}

/** It may be said far from the button that was pressed. */
const bringIntoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });

/** What is worth knowing, one line each. */
export function Notices({ notices }: { readonly notices: readonly string[] }) {
  if (notices.length === 0) return null;
  return (
    <ul class="notice">
      {notices.map((notice) => (
        <li key={notice}>{notice}</li>
      ))}
    </ul>
  );
}

interface StepProps {
  readonly title: string;
  readonly actions: Actions;
  readonly children: ComponentChildren;
  /** Where the step takes the reader. */
  readonly footer?: ComponentChildren;
}

/** A step: it begins at the top of the page, and its heading takes the focus, so that a screen reader begins there. */
export function Step({ title, actions, children, footer }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section aria-busy={actions.isBusy}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <ProblemBox problem={actions.problem} />
      {children}
      {footer && <div class="buttons">{footer}</div>}
    </section>
  );
}

interface RevealProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Reveal({ isOn, onChange }: RevealProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      Show phones and e-mail addresses in full
    </label>
  );
}

interface FiltersProps {
  readonly label: string;
  readonly filters: readonly { readonly filter: string; readonly text: string; readonly count: number }[];
  readonly chosen: string;
  readonly onChoose: (filter: string) => void;
}

/** For `ref`: what appears in place of the button that was pressed takes the focus. */
export const takeFocus = (element: HTMLElement | null): void => element?.focus();

/** Which rows the table shows. */
export function Filters({ label, filters, chosen, onChoose }: FiltersProps) {
  return (
    <fieldset class="filters">
      <legend>{label}</legend>
      {filters.map(({ filter, text, count }) => (
        <button type="button" key={filter} aria-pressed={filter === chosen} onClick={() => onChoose(filter)}>
          <b>{count.toLocaleString('en')}</b> {text}
        </button>
      ))}
    </fieldset>
  );
}
