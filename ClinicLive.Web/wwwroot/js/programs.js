// The page to try the API, made of the OpenAPI document: an operation is a form, its answer stands below. The stream stays open until it is stopped.
const place = document.querySelector('[data-operations]'), token = document.getElementById('token');
const longest = 200000; // characters of an answer that are shown

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

const exampleOf = body => {
  const media = body?.content?.['application/json'];
  const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  return example === undefined ? '' : JSON.stringify(example, null, 2);
};

class Operation {
  constructor(path, verb, about) {
    Object.assign(this, { path, verb, about, id: about.operationId });
    this.fields = (about.parameters ?? []).map(parameter => this.field(parameter));
    this.body = about.requestBody ? make('textarea', { id: `${this.id}-body`, rows: 8, spellcheck: 'false' }) : null;
    if (this.body) this.body.value = exampleOf(about.requestBody);
    this.answer = make('div', { class: 'answer', role: 'status' });
    this.send = make('button', { class: 'account-button', type: 'submit' }, 'Send');
    this.form = make('form', { submit: event => { event.preventDefault(); this.run(); } },
      make('p', {}, about.description ?? ''),
      ...this.fields.map(field => field.row),
      this.body ? make('div', { class: 'account-field' }, make('label', { for: this.body.id }, 'Body (JSON)'), this.body) : null,
      this.send, this.answer);
    this.element = make('details', { id: this.id }, make('summary', {}, make('span', { class: 'verb' }, verb.toUpperCase()), make('code', {}, path), make('span', { class: 'muted' }, about.summary ?? '')), this.form);
  }

  field({ name, in: where, required, description, schema }) {
    const id = `${this.id}-${name}`;
    const choices = schema?.enum;
    const input = choices
      ? make('select', { id, required: !!required }, make('option', { value: '' }, ''), ...choices.map(choice => make('option', { value: choice }, choice)))
      : make('input', { id, required: !!required, placeholder: schema?.format ?? schema?.type ?? '', spellcheck: 'false', autocomplete: 'off' });
    const row = make('div', { class: 'account-field' },
      make('label', { for: id }, name, make('span', { class: 'muted' }, ` ${where}${required ? '' : ', optional'}`)),
      description ? make('p', { class: 'account-hint' }, description) : null, input);
    return { name, where, input, row };
  }

  request() {
    let address = this.path;
    const query = new URLSearchParams(), headers = { Accept: 'application/json, application/problem+json' };
    for (const { name, where, input } of this.fields) {
      if (where === 'path') address = address.replace(`{${name}}`, encodeURIComponent(input.value));
      else if (input.value && where === 'query') query.set(name, input.value);
      else if (input.value && where === 'header') headers[name] = input.value;
    }
    if (token.value) headers.Authorization = `Bearer ${token.value.trim()}`;
    if (this.body) headers['Content-Type'] = 'application/json';
    return [query.size ? `${address}?${query}` : address, { method: this.verb.toUpperCase(), headers, body: this.body?.value, credentials: token.value ? 'omit' : 'same-origin' }];
  }

  async run() {
    if (this.stop) return this.stop.abort();
    const [address, options] = this.request();
    const text = make('pre', { tabindex: '0', 'aria-label': 'Answer' });
    const began = performance.now();
    this.stop = new AbortController();
    this.send.textContent = 'Stop';
    this.answer.replaceChildren(make('p', { class: 'muted' }, `${options.method} ${address} …`));
    try {
      const answer = await fetch(address, { ...options, signal: this.stop.signal, cache: 'no-store' });
      const type = answer.headers.get('Content-Type') ?? 'no content';
      const facts = [`${answer.status} ${answer.statusText}`.trim(), `${Math.round(performance.now() - began)} ms`, type, answer.headers.get('ETag') && `ETag ${answer.headers.get('ETag')}`, answer.headers.get('Retry-After') && `Retry-After ${answer.headers.get('Retry-After')}`];
      this.answer.replaceChildren(make('p', { class: answer.ok ? 'good' : 'bad' }, facts.filter(Boolean).join(' · ')), text);
      await this.read(answer, type, text);
    } catch (fault) {
      if (fault.name !== 'AbortError') this.answer.replaceChildren(make('p', { class: 'bad' }, 'The clinic did not answer. Is the network there?'));
      else text.append('\n(stopped)');
    } finally {
      this.stop = null;
      this.send.textContent = 'Send';
    }
  }

  async read(answer, type, text) {
    if (!type.startsWith('text/event-stream')) {
      const body = await answer.text();
      let shown = body;
      if (type.includes('json')) shown = JSON.stringify(JSON.parse(body), null, 2);
      text.textContent = shown.slice(0, longest) || '(empty)';
      return;
    }
    const decoder = new TextDecoder();
    for await (const piece of answer.body) {
      text.textContent = (text.textContent + decoder.decode(piece, { stream: true })).slice(-longest);
      text.scrollTop = text.scrollHeight;
    }
  }
}

async function draw() {
  const answer = await fetch('/openapi/v1.json');
  if (!answer.ok) throw new Error(String(answer.status));
  const { paths } = await answer.json();
  const groups = new Map();
  for (const [path, verbs] of Object.entries(paths)) {
    for (const [verb, about] of Object.entries(verbs)) {
      const group = about.tags?.[0] ?? 'Other';
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(new Operation(path, verb, about).element);
    }
  }
  place.replaceChildren(...[...groups].flatMap(([group, operations]) => [make('h2', {}, group), ...operations]));
  document.getElementById(location.hash.slice(1))?.setAttribute('open', '');
}

document.querySelector('[data-curl]').textContent = [
  `TOKEN=$(curl -s ${location.origin}/api/auth/login -H 'Content-Type: application/json' \\`,
  `  -d '{"email":"YOU","password":"YOUR PASSWORD"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')`,
  `curl -N ${location.origin}/api/events -H "Authorization: Bearer $TOKEN"`].join('\n');
draw().catch(() => place.replaceChildren(make('p', { class: 'bad' }, 'The document of the API could not be read. Please load this page again.')));
