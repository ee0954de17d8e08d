// Doctor's checks of the channels other than mail.
import type { Context } from '../../context.js';
import { createChannels } from '../../deliver/channels/channel.js';
import { listChannelFaults } from '../../store/deliveries/channels.js';
import type { Finding } from '../../web/site/operator-actions.js';

export async function inspectChannels({ config, db, clock }: Context): Promise<Finding[]> {
  const channels = createChannels(config.delivery.channels, config.env, clock);
  return [
    ...channels.map(({ name, missing }): Finding => {
      if (missing)
        return {
          level: 'problem',
          what: `The channel ${name} needs ${missing}`,
          hint: 'Add it to .env.',
        };
      return { level: 'ok', what: `Published issues are posted to ${name}` };
    }),
    ...(await listChannelFaults(db, clock())).map(
      ({ issue_id, channel, state, error }): Finding => ({
        level: state === 'queued' ? 'note' : 'problem',
        what: `${issue_id} in ${channel}: ${state === 'queued' ? 'waiting for a retry' : state} (${error})`,
        hint:
          state === 'queued'
            ? undefined
            : `\`tidings send ${issue_id} --resume${state === 'uncertain' ? ' --uncertain' : ''}\` posts it again.`,
        page: 'deliveries',
      }),
    ),
  ];
}
