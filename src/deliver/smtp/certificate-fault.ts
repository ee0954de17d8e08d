// Advice for a mail server's certificate errors.

const ADVICE_BY_FAULT: [fault: RegExp, advice: string][] = [
  [/certificate has expired|CERT_HAS_EXPIRED/i, 'renew the mail server’s certificate'],
  [
    /self[- ]signed certificate|unable to (verify|get)|UNABLE_TO_|SELF_SIGNED/i,
    'set NODE_EXTRA_CA_CERTS=/path/ca.pem in the environment to the certificate of its authority',
  ],
  [
    /does not match certificate|ERR_TLS_CERT_ALTNAME_INVALID|altnames/i,
    'use the host name of the certificate in SMTP_URL, or add ?tls.servername=NAME to it',
  ],
];

/** Advice for the operator; undefined when the error is not about a certificate. */
export function adviseOnCertificate(error: string): string | undefined {
  const advice = ADVICE_BY_FAULT.find(([fault]) => fault.test(error))?.[1];
  return (
    advice &&
    `${advice}; on your own network, add ?tls.rejectUnauthorized=false to SMTP_URL to accept it (docs/deliverability.md)`
  );
}
