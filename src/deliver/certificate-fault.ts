// What to do about a mail server whose certificate is not accepted.

const ADVICE: [fault: RegExp, advice: string][] = [
  [/certificate has expired|CERT_HAS_EXPIRED/i, 'the mail server’s certificate has to be renewed'],
  [
    /self[- ]signed certificate|unable to (verify|get)|UNABLE_TO_|SELF_SIGNED/i,
    'name the file of its authority in the environment, NODE_EXTRA_CA_CERTS=/path/ca.pem',
  ],
  [
    /does not match certificate|ERR_TLS_CERT_ALTNAME_INVALID|altnames/i,
    'use the host name of the certificate in SMTP_URL, or add ?tls.servername=NAME to it',
  ],
];

/** Advice for the operator; undefined when the error is not about a certificate. */
export function adviseOnCertificate(error: string): string | undefined {
  const advice = ADVICE.find(([fault]) => fault.test(error))?.[1];
  return (
    advice &&
    `${advice}; on a network of your own, ?tls.rejectUnauthorized=false at the end of SMTP_URL accepts it (docs/deliverability.md)`
  );
}
