//! A headless Chromium, driven by the few words of the WebDriver protocol (W3C) that journeys need.

use serde_json::{Value, json};

/// Where journeys find what `cargo xtask test` started.
const DRIVER: &str = "CARTABLE_CHROMEDRIVER";

/// The accessibility checker, installed from the lock file beside it.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/node_modules/axe-core/axe.min.js");

/// One window. Dropped, it closes.
#[derive(Debug)]
pub struct Browser {
    session: String,
    home: String,
}

impl Browser {
    /// A window `width` points wide on the site at `home`.
    ///
    /// # Panics
    /// When no driver answers: a journey without its browser must fail, not be skipped.
    #[must_use]
    pub fn open(home: &str, width: u32) -> Self {
        let driver = std::env::var(DRIVER)
            .expect("CARTABLE_CHROMEDRIVER: run the journeys by `cargo xtask test`");
        let mut arguments = vec![
            "--headless=new",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ];
        // Chromium refuses its sandbox to root alone; `cargo xtask test` knows who we are.
        if std::env::var("CARTABLE_AS_ROOT").is_ok_and(|as_root| as_root == "yes") {
            arguments.push("--no-sandbox");
        }
        let options =
            json!({ "args": arguments, "binary": std::env::var("CARTABLE_CHROMIUM").ok() });
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let answer = call("POST", &format!("{driver}/session"), &wanted);
        let id = answer["sessionId"].as_str().expect("a session").to_owned();
        let browser = Self { session: format!("{driver}/session/{id}"), home: home.to_owned() };
        let metrics =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        browser.post("goog/cdp/execute", &command);
        browser
    }

    /// Gives the window a cookie (`name=value`) of the site, which it must be on.
    pub fn hold(&self, cookie: &str) {
        let (name, value) = cookie.split_once('=').unwrap_or((cookie, ""));
        let cookie = json!({ "name": name, "value": value, "path": "/" });
        self.post("cookie", &json!({ "cookie": cookie }));
    }

    /// Opens a page of the site.
    pub fn visit(&self, path: &str) {
        self.post("url", &json!({ "url": format!("{}{path}", self.home) }));
    }

    /// Where the window is, without the site's address.
    #[must_use]
    pub fn path(&self) -> String {
        let url = call("GET", &format!("{}/url", self.session), &Value::Null);
        url.as_str().unwrap_or_default().trim_start_matches(&self.home).to_owned()
    }

    /// Waits until the window has come to a page whose path begins so; a click does not wait for it.
    ///
    /// # Panics
    /// When it has not after ten seconds, with what the page says.
    pub fn arrives_at(&self, prefix: &str, but_not: &str) {
        for _ in 0..100 {
            let path = self.path();
            if path.starts_with(prefix) && path != but_not {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        let seen = self.run("return document.querySelector('main').innerText");
        panic!("not at {prefix} but at {}: {seen}", self.path());
    }

    /// Types into the field that a CSS selector finds.
    pub fn write(&self, selector: &str, text: &str) {
        let element = self.find(selector);
        self.post(&format!("element/{element}/value"), &json!({ "text": text }));
    }

    /// Clicks what a CSS selector finds.
    pub fn click(&self, selector: &str) {
        let element = self.find(selector);
        self.post(&format!("element/{element}/click"), &json!({}));
    }

    /// Draws a line with a finger across what a CSS selector finds, through these points, right and down
    /// from its middle.
    pub fn draw(&self, selector: &str, points: &[(i32, i32)]) {
        let element = self.find(selector);
        let _ = self.run(&format!(
            "document.querySelector({}).scrollIntoView({{ block: 'center' }})",
            json!(selector)
        ));
        let origin = json!({ "element-6066-11e4-a52e-4f735466cecf": element });
        let to = |(x, y): &(i32, i32)| json!({ "type": "pointerMove", "duration": 20, "origin": origin, "x": x, "y": y });
        let mut acts: Vec<Value> = points.iter().map(to).collect();
        acts.insert(1.min(acts.len()), json!({ "type": "pointerDown", "button": 0 }));
        acts.push(json!({ "type": "pointerUp", "button": 0 }));
        let finger = json!({ "pointerType": "touch" });
        let finger =
            json!({ "type": "pointer", "id": "finger", "parameters": finger, "actions": acts });
        self.post("actions", &json!({ "actions": [finger] }));
    }

    /// What a script in the page returns.
    #[must_use]
    pub fn run(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Checks that axe finds nothing and that nothing hangs over the side, whatever is unfolded.
    ///
    /// # Panics
    /// When it does, with what and where.
    pub fn is_accessible(&self) {
        assert_eq!(self.faults(), Vec::<String>::new());
    }

    /// What axe finds on the page, and what hangs over its sides, with everything unfolded.
    ///
    /// # Panics
    /// When axe-core is not installed.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(AXE).expect("axe-core: installed by `cargo xtask setup`");
        let _ = self.run(&axe);
        let _ = self.run("document.querySelectorAll('details').forEach(one => one.open = true)");
        let script = "const done = arguments[arguments.length - 1];
            axe.run().then(found => done(found.violations.map(one =>
                one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(', '))));";
        let found = self.post("execute/async", &json!({ "script": script, "args": [] }));
        // Over the right side a page scrolls; what hangs over the left one is out of reach.
        let over = self.run(
            "const page = document.documentElement;
            const lost = [...document.querySelectorAll('main *, header *')].filter(one => {
                const box = one.getBoundingClientRect();
                return box.width > 1 && box.left < -1 && !one.closest('.table, .sr, .skip');
            });
            return [page.scrollWidth - page.clientWidth, lost.map(one => one.className || one.tagName)];",
        );
        let axe = found.as_array().cloned().unwrap_or_else(|| vec![found]);
        let mut faults: Vec<String> =
            axe.iter().map(|one| format!("{}: {one}", self.path())).collect();
        if over != json!([0, []]) {
            faults.push(format!("{} does not fit its window: {over}", self.path()));
        }
        faults
    }

    fn find(&self, selector: &str) -> String {
        let found = self.post("element", &json!({ "using": "css selector", "value": selector }));
        let element =
            found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
        element
            .unwrap_or_else(|| panic!("nothing matches {selector} on {}", self.path()))
            .to_owned()
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        call("POST", &format!("{}/{command}", self.session), body)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let _ = agent.delete(&self.session).call();
    }
}

fn call(method: &str, url: &str, body: &Value) -> Value {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let answer =
        if method == "GET" { agent.get(url).call() } else { agent.post(url).send_json(body) };
    let mut answer = answer.expect("an answer from the driver");
    let value: Value = answer.body_mut().read_json().expect("JSON from the driver");
    assert!(value["value"]["error"].is_null(), "{url}: {}", value["value"]["message"]);
    value["value"].clone()
}
