// What exports in other languages than English call the columns and values that say whether an address gets mail.
// They are only understood well enough to ask: such a column never drops a line by itself, and never admits one that
// it may exclude.

/** German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish; without accents, at the start of a word. */
const LEAVING =
  /^(abgemeld|abmeld|abbestell|austritt|ausgetragen|gekundigt|kundigung|gesperrt|sperr|beschwer|rucklauf|unzustell|widerruf|geloscht|inaktiv|ungultig|deaktiv|desinscri|desabon|desuscri|plainte|rebond|bloqu|supprim|resili|inactif|annul|baja|cancel|rebot|queja|eliminad|suprimid|anulad|disiscri|rimbalz|reclam|blocca|eliminat|inattiv|descadastr|rejeitad|removid|excluid|inativ|uitgeschreven|uitschrijf|afgemeld|opgezegd|klacht|geblokkeerd|verwijderd|inactief|ongeldig|avregistrer|avanmal|avprenumer|avmeld|afmeld|studs|klagomal|sparrad|borttag|wypisan|rezygn|odbici|skarg|zablokow|usuniet|nieaktyw|отпис|жалоб|заблок|удал|неактив|отказ)/;
const STAYING =
  /^(angemeldet|aktiv|bestatigt|einwillig|abonniert|abonne|inscri|actif|consent|suscri|iscritt|attiv|confermat|ativ|ingeschreven|aangemeld|actief|bevestigd|toestemming|prenumer|bekraft|samtyck|zapisan|aktywn|potwierdz|zgod|подпис|актив|подтвержд|соглас)/;
/** Chinese, Japanese and Korean, anywhere in a name: 購読解除日. */
const LEAVING_ANYWHERE =
  /解除|退会|停止|苦情|不達|削除|拒否|退订|退訂|取消|退信|投诉|投訴|屏蔽|删除|刪除|无效|無效|해지|취소|반송|신고|차단|삭제|거부/;
const STAYING_ANYWHERE = /購読|有効|同意|订阅|訂閱|有效|구독|활성|동의/;
const STATE =
  /^(statut|estado|estatus|stato|zustand|stan|toestand|situacao|статус|состояние|ステータス|状態|状态|狀態|상태)$/;

/** The same name without accents. */
function withoutAccents(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

/** What a column in another language may say of an address; undefined when no word is known. `parts`: of its name. */
export function classifyForeignColumn(parts: string[]): 'leaving' | 'staying' | 'state' | undefined {
  const plain = parts.map(withoutAccents);
  // Voiced marks of kana are accents to Unicode, too.
  const name = parts.join('_').normalize('NFC');
  if (plain.some((part) => LEAVING.test(part)) || LEAVING_ANYWHERE.test(name)) return 'leaving';
  if (plain.some((part) => STATE.test(part)) || parts.some((part) => STATE.test(part))) return 'state';
  if (plain.some((part) => STAYING.test(part)) || STAYING_ANYWHERE.test(name)) return 'staying';
  return undefined;
}

/** Whether a value of any column, such as a tag, says in another language that somebody left. */
export function isForeignLeaving(value: string): boolean {
  return (
    /^(abgemeldet|abbestellt|desinscrit|desabonne|baja|dado_de_baja|disiscritto|descadastrado|uitgeschreven|afgemeld|avregistrerad|avprenumererad|wypisany)e?s?$/.test(
      withoutAccents(value),
    ) || /^(配信停止|購読解除|退会済み?|已?退订|已?退訂|수신거부|구독취소)$/.test(value)
  );
}

/** What other languages call the column of the address. */
export function isForeignAddressColumn(name: string): boolean {
  return /^(e_?mail_?(adresse|adres|adress|adresa)|(adresse|adres|indirizzo|endereco|direccion)_(de_)?(e_?mail|correo|correo_electronico)|courriel|correo(_electronico)?|e_?post(adress|adresse)?|адрес_электронной_почты|メールアドレス|(电子)?邮[箱件](地址)?|(電子)?郵[箱件](地址)?|이메일(_?주소)?)$/.test(
    /[\u3040-\u30ff]/.test(name) ? name : withoutAccents(name),
  );
}
