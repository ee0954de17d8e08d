// Column names and values for subscription status in languages other than English. They are understood only well enough
// to ask: such a column never excludes a line by itself and never admits a line that it may exclude.

/** German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish; without accents, at the start of a word. */
const LEAVING_COLUMN =
  /^(abgemeld|abmeld|abbestell|austritt|ausgetragen|gekundigt|kundigung|gesperrt|sperr|beschwer|rucklauf|unzustell|widerruf|geloscht|inaktiv|ungultig|deaktiv|desinscri|desabon|desuscri|plainte|rebond|bloqu|supprim|resili|inactif|annul|baja|cancel|rebot|queja|eliminad|suprimid|anulad|disiscri|rimbalz|reclam|blocca|eliminat|inattiv|descadastr|rejeitad|removid|excluid|inativ|uitgeschreven|uitschrijf|afgemeld|opgezegd|klacht|geblokkeerd|verwijderd|inactief|ongeldig|avregistrer|avanmal|avprenumer|avmeld|afmeld|studs|klagomal|sparrad|borttag|wypisan|rezygn|odbici|skarg|zablokow|usuniet|nieaktyw|отпис|жалоб|заблок|удал|неактив|отказ)/;
const STAYING_COLUMN =
  /^(angemeldet|aktiv|bestatigt|einwillig|abonniert|abonne|inscri|actif|consent|suscri|iscritt|attiv|confermat|ativ|ingeschreven|aangemeld|actief|bevestigd|toestemming|prenumer|bekraft|samtyck|zapisan|aktywn|potwierdz|zgod|подпис|актив|подтвержд|соглас)/;
/** Chinese, Japanese and Korean, anywhere in a name: 購読解除日. */
const LEAVING_ANYWHERE =
  /解除|退会|停止|苦情|不達|削除|拒否|退订|退訂|取消|退信|投诉|投訴|屏蔽|删除|刪除|无效|無效|해지|취소|반송|신고|차단|삭제|거부/;
const STAYING_ANYWHERE = /購読|有効|同意|订阅|訂閱|有效|구독|활성|동의/;
const STATE_COLUMN =
  /^(statut|estado|estatus|stato|zustand|stan|toestand|situacao|статус|состояние|ステータス|状態|状态|狀態|상태)$/;

function withoutAccents(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

/** The subject of a column named in another language, or undefined. `parts`: the parts of its name. */
export function classifyForeignColumn(parts: string[]): 'leaving' | 'staying' | 'state' | undefined {
  const plain = parts.map(withoutAccents);
  // Unicode also treats the voiced marks of kana as accents.
  const name = parts.join('_').normalize('NFC');
  if (plain.some((part) => LEAVING_COLUMN.test(part)) || LEAVING_ANYWHERE.test(name)) return 'leaving';
  if (plain.some((part) => STATE_COLUMN.test(part)) || parts.some((part) => STATE_COLUMN.test(part)))
    return 'state';
  if (plain.some((part) => STAYING_COLUMN.test(part)) || STAYING_ANYWHERE.test(name)) return 'staying';
  return undefined;
}

/** Whether a value of any column, such as a tag, means "unsubscribed" in another language. */
export function isForeignLeaving(value: string): boolean {
  return (
    /^(abgemeldet|abbestellt|desinscrit|desabonne|baja|dado_de_baja|disiscritto|descadastrado|uitgeschreven|afgemeld|avregistrerad|avprenumererad|wypisany)e?s?$/.test(
      withoutAccents(value),
    ) || /^(配信停止|購読解除|退会済み?|已?退订|已?退訂|수신거부|구독취소)$/.test(value)
  );
}

/** Whether the name means "e-mail address" in another language. */
export function isForeignAddressColumn(name: string): boolean {
  return /^(e_?mail_?(adresse|adres|adress|adresa)|(adresse|adres|indirizzo|endereco|direccion)_(de_)?(e_?mail|correo|correo_electronico)|courriel|correo(_electronico)?|e_?post(adress|adresse)?|адрес_электронной_почты|メールアドレス|(电子)?邮[箱件](地址)?|(電子)?郵[箱件](地址)?|이메일(_?주소)?)$/.test(
    /[\u3040-\u30ff]/.test(name) ? name : withoutAccents(name),
  );
}
