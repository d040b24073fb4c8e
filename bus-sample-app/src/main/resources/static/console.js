const MAX_ROWS = 200;
const MAX_SHOWN_PAYLOAD = 2000;
const PLOT_SECONDS = 60;
const RECONNECT_AFTER = 2000;

const element = (id) => document.getElementById(id);

function show(target, text, state) {
	target.textContent = text;
	target.classList.toggle("good", state === "good");
	target.classList.toggle("bad", state === "bad");
}

async function problemOf(response) {
	const type = response.headers.get("Content-Type") ?? "";
	if (type.startsWith("application/problem+json")) {
		const problem = await response.json();
		return `${problem.status} ${problem.detail ?? problem.title}`;
	}
	return `${response.status} ${response.statusText}`;
}

// --- Throughput ---

const throughput = {
	counts: new Map(),
	total: 0,

	add() {
		const second = Math.floor(Date.now() / 1000);
		this.counts.set(second, (this.counts.get(second) ?? 0) + 1);
		this.total++;
	},

	draw() {
		// the current second is not over
		const last = Math.floor(Date.now() / 1000) - 1;
		const first = last - PLOT_SECONDS + 1;
		for (const second of this.counts.keys()) {
			if (second < first) {
				this.counts.delete(second);
			}
		}
		const rates = Array.from({ length: PLOT_SECONDS }, (_, i) => this.counts.get(first + i) ?? 0);
		const peak = Math.max(...rates);
		const points = rates.map((rate, x) => `${x},${19.5 - 18.5 * rate / Math.max(peak, 1)}`).join(" ");
		element("plot-line").setAttribute("points", points);
		element("plot-area").setAttribute("points", `0,20 ${points} ${PLOT_SECONDS - 1},20`);
		element("rate").textContent = rates.at(-1).toLocaleString();
		element("peak").textContent = peak.toLocaleString();
		element("total").textContent = this.total.toLocaleString();
		element("plot").setAttribute("aria-label",
			`Messages per second during the last minute: ${rates.at(-1)} now, ${peak} at most`);
	}
};

// --- Live messages ---

const live = {
	source: null,
	reconnect: null,
	arrived: [],

	watch(pattern) {
		this.close();
		const problem = element("stream-problem");
		const url = `api/messages/${encodeURIComponent(pattern)}`;
		const source = new EventSource(url);
		this.source = source;
		show(element("stream-state"), "connecting");
		source.onopen = () => {
			problem.hidden = true;
			show(element("stream-state"), "live", "good");
		};
		source.onmessage = (event) => this.receive(JSON.parse(event.data));
		source.onerror = () => {
			if (source.readyState === EventSource.CONNECTING) {
				show(element("stream-state"), "reconnecting", "bad");
			}
			else {
				this.refused(pattern, url);
			}
		};
	},

	// an event source does not tell why it was refused
	async refused(pattern, url) {
		const source = this.source;
		const abort = new AbortController();
		let text = "the application does not answer";
		let retry = true;
		try {
			const response = await fetch(url, { headers: { Accept: "text/event-stream" }, signal: abort.signal });
			if (!response.ok) {
				text = await problemOf(response);
				retry = response.status >= 500;
			}
		}
		catch {
			// no answer at all
		}
		finally {
			abort.abort();
		}
		if (this.source === source) {
			show(element("stream-state"), retry ? "reconnecting" : "refused", "bad");
			element("stream-problem").textContent = text;
			element("stream-problem").hidden = false;
			if (retry) {
				this.reconnect = setTimeout(() => this.watch(pattern), RECONNECT_AFTER);
			}
		}
	},

	close() {
		clearTimeout(this.reconnect);
		this.source?.close();
		this.source = null;
		show(element("stream-state"), "closed");
	},

	receive(message) {
		throughput.add();
		if (this.arrived.length === 0) {
			// a hidden page draws nothing
			(document.hidden ? setTimeout : requestAnimationFrame)(() => this.render());
		}
		this.arrived.push(message);
		if (this.arrived.length > 2 * MAX_ROWS) {
			this.arrived.splice(0, MAX_ROWS);
		}
	},

	render() {
		const rows = element("messages");
		const newest = this.arrived.slice(-MAX_ROWS).reverse().map(row);
		this.arrived = [];
		rows.prepend(...newest);
		while (rows.childElementCount > MAX_ROWS) {
			rows.lastElementChild.remove();
		}
		element("no-messages").hidden = true;
	},

	clear() {
		element("messages").replaceChildren();
		element("no-messages").hidden = false;
	}
};

function row(message) {
	const headers = Object.entries(message.headers)
		.flatMap(([name, values]) => values.map((value) => `${name}: ${value}`));
	const payload = (message.payload.length > MAX_SHOWN_PAYLOAD)
		? `${message.payload.slice(0, MAX_SHOWN_PAYLOAD)}… (${message.payload.length.toLocaleString()} characters)`
		: message.payload;
	const time = new Date(message.receivedAt);
	const cells = [
		`${time.toLocaleTimeString([], { hour12: false })}.${String(time.getMilliseconds()).padStart(3, "0")}`,
		message.subject,
		headers.join("\n"),
		message.encoding ? `${message.encoding}: ${payload}` : payload
	];
	const result = document.createElement("tr");
	result.className = "fresh";
	result.append(...cells.map(cell));
	return result;
}

function cell(text) {
	const result = document.createElement("td");
	result.textContent = text;
	return result;
}

// --- Publish and request ---

function send(form, url) {
	const headers = new Headers({ "Content-Type": "application/octet-stream" });
	for (const line of form.elements.headers.value.split("\n").filter((candidate) => candidate.trim())) {
		const colon = line.indexOf(":");
		if (colon < 1) {
			throw new Error(`'${line}' is not of the form Name: value`);
		}
		headers.append(`X-Bus-${line.slice(0, colon).trim()}`, line.slice(colon + 1).trim());
	}
	return fetch(url, { method: "POST", headers, body: form.elements.payload.value });
}

async function submit(form, state, action) {
	const button = form.querySelector("button");
	button.disabled = true;
	show(state, "…");
	try {
		await action();
	}
	catch (error) {
		show(state, error.message, "bad");
	}
	finally {
		button.disabled = false;
	}
}

function publish(form) {
	const state = element("publish-state");
	const subject = form.elements.subject.value;
	submit(form, state, async () => {
		const response = await send(form, `api/messages/${encodeURIComponent(subject)}`);
		if (!response.ok) {
			throw new Error(await problemOf(response));
		}
		show(state, `published to ${subject}`, "good");
	});
}

function request(form) {
	const state = element("request-state");
	const reply = element("reply");
	const query = form.elements.timeout.value ? `?timeout=${encodeURIComponent(form.elements.timeout.value)}` : "";
	reply.hidden = true;
	submit(form, state, async () => {
		const began = performance.now();
		const response = await send(form, `api/requests/${encodeURIComponent(form.elements.subject.value)}${query}`);
		if (!response.ok) {
			throw new Error(await problemOf(response));
		}
		const text = await response.text();
		show(state, `replied after ${(performance.now() - began).toFixed(1)} ms`, "good");
		reply.textContent = text || "(empty)";
		reply.hidden = false;
	});
}

// --- Status and listeners ---

const COLUMNS = ["id", "kind", "subject", "group", "delivered", "failed", "dropped", "missed", "pending", "inFlight"];
const FIRST_NUMBER = COLUMNS.indexOf("delivered");
const listenerRows = new Map();

async function refresh() {
	try {
		const response = await fetch("api/status");
		if (!response.ok) {
			throw new Error(await problemOf(response));
		}
		const status = await response.json();
		element("backend").textContent = status.backend;
		show(element("messenger"), status.messenger, (status.messenger === "connected") ? "good" : "bad");
		renderListeners(status.listeners);
	}
	catch {
		show(element("messenger"), "no answer", "bad");
	}
}

function renderListeners(listeners) {
	for (const [id, known] of listenerRows) {
		if (!listeners.some((listener) => listener.id === id)) {
			known.remove();
			listenerRows.delete(id);
		}
	}
	for (const listener of listeners) {
		// rows stay, so that a button keeps the focus
		if (!listenerRows.has(listener.id)) {
			listenerRows.set(listener.id, listenerRow(listener.id));
			element("listener-rows").append(listenerRows.get(listener.id));
		}
		updateListener(listenerRows.get(listener.id), listener);
	}
	const served = listeners.filter((listener) => listener.kind === "serve").map((listener) => {
		const option = document.createElement("option");
		option.value = listener.subject;
		return option;
	});
	if (element("served").childElementCount !== served.length) {
		element("served").replaceChildren(...served);
	}
}

function listenerRow(id) {
	const result = document.createElement("tr");
	COLUMNS.forEach((column, index) => {
		const target = cell("");
		target.classList.toggle("number", index >= FIRST_NUMBER);
		result.append(target);
	});
	const button = document.createElement("button");
	button.type = "button";
	button.className = "quiet";
	button.addEventListener("click", () => steer(id, button));
	const action = cell("");
	action.append(button);
	result.append(action);
	return result;
}

function updateListener(target, listener) {
	COLUMNS.forEach((column, index) => {
		const value = listener[column] ?? "";
		target.cells[index].textContent = (index >= FIRST_NUMBER) ? value.toLocaleString() : value;
	});
	target.classList.toggle("paused", listener.paused);
	const button = target.querySelector("button");
	button.dataset.action = listener.paused ? "resume" : "pause";
	button.textContent = listener.paused ? "Resume" : "Pause";
	button.setAttribute("aria-label", `${button.textContent} ${listener.id}`);
}

async function steer(id, button) {
	const state = element("listeners-state");
	button.disabled = true;
	try {
		const response = await fetch(`api/listeners/${encodeURIComponent(id)}/${button.dataset.action}`,
			{ method: "POST" });
		if (!response.ok) {
			throw new Error(await problemOf(response));
		}
		show(state, "");
		await refresh();
	}
	catch (error) {
		show(state, error.message, "bad");
	}
	finally {
		button.disabled = false;
		button.focus();
	}
}

// --- Start ---

function onSubmit(id, action) {
	element(id).addEventListener("submit", (event) => {
		event.preventDefault();
		action(event.target);
	});
}

onSubmit("filter-form", (form) => live.watch(form.elements.subject.value));
onSubmit("publish-form", publish);
onSubmit("request-form", request);
element("stop").addEventListener("click", () => live.close());
element("clear").addEventListener("click", () => live.clear());
document.addEventListener("visibilitychange", () => document.hidden || refresh());
setInterval(() => throughput.draw(), 1000);
setInterval(() => document.hidden || refresh(), 1000);
throughput.draw();
refresh();
live.watch(element("filter").value);
