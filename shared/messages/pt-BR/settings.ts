/** Por que uma configuração da libpq é recusada: `errors.target.unsupported`. */
const key = 'o login com uma chave no lugar da senha não existe aqui';
const oauth = 'o login com OAuth não existe aqui';
const oneServer = 'a migração grava em um só servidor, e uma lista pode levar a outro';

export const settings = {
  host: oneServer,
  hostaddr: oneServer,
  replication: 'uma conexão de replicação não serve para migrar',
  gssencmode: 'a criptografia com Kerberos não existe aqui; sslmode=verify-full protege a conexão',
  sslkeylogfile: 'as chaves da conexão não são gravadas em arquivo nenhum',
  sslcertmode: 'não há como ver se o servidor pediu o certificado',
  requirepeer:
    'não há como ver de quem é o servidor por trás de um socket unix; host=localhost com sslmode=verify-full pode',
  min_protocol_version: 'só a versão 3.0 do protocolo é falada',
  scram_client_key: key,
  scram_server_key: key,
  oauth_issuer: oauth,
  oauth_client_id: oauth,
  oauth_client_secret: oauth,
  oauth_scope: oauth,
};
