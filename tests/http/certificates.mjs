// Certificates for each way in which a TLS server can be right or wrong, made by openssl in the stage's folder.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });

export class Authorities {
  constructor(stage) {
    this.stage = stage;
  }

  makeAuthority = (name) => {
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
      '-addext', 'basicConstraints=critical,CA:TRUE', '-keyout', this.stage.path(`${name}.key`), '-out', this.stage.path(`${name}.pem`));
  };

  /** A server's certificate from an authority: `names` as in subjectAltName, valid from and to as openssl ca wants them. */
  makeCertificate = (name, authority, names = 'IP:127.0.0.1', from = '20200101000000Z', to = '20491231000000Z') => {
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${name}`,
      '-keyout', this.stage.path(`${name}.key`), '-out', this.stage.path(`${name}.csr`));
    const folder = this.stage.path(`${name}-ca`);
    execFileSync('sh', ['-c', `mkdir -p ${folder} && : > ${folder}/index && echo 01 > ${folder}/serial && cat > ${folder}/conf <<END
[ca]
default_ca = one
[one]
database = ${folder}/index
serial = ${folder}/serial
new_certs_dir = ${folder}
default_md = sha256
policy = any
x509_extensions = server
[any]
commonName = supplied
[server]
subjectAltName = ${names}
END`]);
    openssl('ca', '-batch', '-config', `${folder}/conf`, '-cert', this.stage.path(`${authority}.pem`), '-keyfile', this.stage.path(`${authority}.key`),
      '-in', this.stage.path(`${name}.csr`), '-out', this.stage.path(`${name}.pem`), '-notext', '-startdate', from, '-enddate', to);
  };

  /** Key and certificate for node's https. */
  pair = (name) => ({ key: readFileSync(this.stage.path(`${name}.key`)), cert: readFileSync(this.stage.path(`${name}.pem`)) });
}
