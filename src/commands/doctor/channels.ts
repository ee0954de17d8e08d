// What doctor reports about the channels beside mail.
import { DAY_MS } from '../../base/time.js';
import type { Context } from '../../context.js';
import { createChannels } from '../../deliver/channels/channel.js';
import { listChannelFaults } from '../../store/deliveries/channels.js';
import type { Finding } from './finding.js';

/** Faults of issues released this many days ago are still reported. */
const FAULT_DAYS = 7;

export async function inspectChannels({ config, db, clock }: Context): Promise<Finding[]> {
  const channels = createChannels(config.delivery.channels, config.env, clock);
  const since = new Date(clock().getTime() - FAULT_DAYS * DAY_MS).toISOString();
  return [
    ...channels.map(({ name, missing }): Finding => {
      if (missing)
        return {
          level: 'problem',
          what: `${missing} is missing for the channel ${name}`,
          hint: 'Add it to .env.',
        };
      return { level: 'ok', what: `Published issues are posted to ${name}` };
    }),
    ...(await listChannelFaults(db, since)).map(
      ({ issue_id, channel, state, error }): Finding => ({
        level: state === 'queued' ? 'note' : 'problem',
        what: `${issue_id} in ${channel}: ${state === 'queued' ? 'waiting for a retry' : state} (${error})`,
        hint:
          state === 'queued'
            ? undefined
            : `\`tidings send ${issue_id} --resume${state === 'uncertain' ? ' --uncertain' : ''}\` posts it again.`,
      }),
    ),
  ];
}
