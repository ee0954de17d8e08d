// The buttons that steer the delivery of one issue.
import { formatCount } from '../../../render/format.js';
import type { DeliveryCounts } from '../../../store/deliveries/counts.js';
import type { DeliveryState } from '../../../store/deliveries/states.js';
import { ActionButton, ActionForm } from '../frame.js';

export interface ControlsProps {
  csrfToken: string;
  issueId: string;
  counts: DeliveryCounts;
  /** Why the delivery is paused, if it is. */
  pause?: string;
  /** Mails whose time has not come. */
  early: number;
}

/** Pause or resume; send before readers' hours; try failed and uncertain mails again. Empty when there is nothing to do. */
export function DeliveryControls({ csrfToken, issueId, counts, pause, early }: ControlsProps) {
  const { queued = 0, claimed = 0, failed = 0, uncertain = 0 } = counts;
  const act = (verb: string, label: string, { quiet = true, risk = '' } = {}) => {
    const form = (
      <ActionForm
        csrfToken={csrfToken}
        action={`/admin/deliveries/${encodeURIComponent(issueId)}/${verb}`}
        class="inline"
      >
        <button type="submit" class={quiet ? 'quiet' : undefined} aria-label={`${label}: ${issueId}`}>
          {label}
        </button>
      </ActionForm>
    );
    return risk ? (
      <details>
        <summary>{label} …</summary>
        <p class="soft">{risk}</p>
        {form}
      </details>
    ) : (
      form
    );
  };
  const isPaused = pause !== undefined;
  const buttons = [
    isPaused && act('resume', 'Resume', { quiet: false }),
    !isPaused && queued + claimed > 0 && act('pause', 'Pause'),
    !isPaused &&
      early > 0 &&
      act('now', `Send ${formatCount(early, 'mail')} now`, {
        risk: 'They go out within a minute instead of at their readers’ hours. This cannot be undone.',
      }),
    failed > 0 && act('retry', `Try ${formatCount(failed, 'failed mail')} again`),
    uncertain > 0 &&
      act('repeat', `Send ${formatCount(uncertain, 'uncertain mail')} again`, {
        risk: 'They may have arrived: check the mail server’s log first. A reader who has the mail gets it twice.',
      }),
  ].filter(Boolean);
  return buttons.length > 0 ? <div class="buttons small">{buttons}</div> : null;
}

/** Posts an issue again to a channel that failed, or that may have it. */
export function ChannelControls(props: {
  csrfToken: string;
  issueId: string;
  channel: string;
  state: DeliveryState;
}) {
  const { csrfToken, issueId, channel, state } = props;
  if (state !== 'failed' && state !== 'uncertain') return null;
  const button = (
    <ActionButton
      csrfToken={csrfToken}
      action={`/admin/deliveries/${encodeURIComponent(issueId)}/${state === 'failed' ? 'retry' : 'repeat'}`}
      label="Post again"
      name={`Post again: ${issueId} to ${channel}`}
      quiet
    />
  );
  if (state === 'failed') return button;
  return (
    <details>
      <summary>Post again …</summary>
      <p class="soft">It may be there already: look first.</p>
      {button}
    </details>
  );
}
