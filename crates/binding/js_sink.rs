//! The way back into JavaScript: the only ThreadsafeFunction.

use std::sync::Arc;

use engine::kind::Kind;
use engine::message::{Command, Event};
use engine::session::{Delivery, Session};
use engine::sink::Sink;
use napi::Status;
use napi::bindgen_prelude::{Env, Function, Result, ToNapiValue, Unknown};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};

use crate::event::{CodecEvent, JsEvent};

/// A codec whose outputs JavaScript understands.
pub trait JsKind: Kind {
    type JsOutput: ToNapiValue + 'static;

    /// Runs on the JavaScript thread.
    fn to_js(env: &Env, output: Self::Output) -> Result<Self::JsOutput>;
}

/// Weak: it keeps no process alive. The queue is not bounded here but by the session's back pressure.
type Callback<K> = ThreadsafeFunction<
    Vec<Event<K>>,
    Unknown<'static>,
    Vec<JsEvent<<K as JsKind>::JsOutput>>,
    Status,
    false,
    true,
    0,
>;

/// One call of the JavaScript function for events that come together, in order.
struct JsSink<K: JsKind>(Arc<Callback<K>>);

impl<K: JsKind> Sink<K> for JsSink<K> {
    fn emit(&self, events: Vec<Event<K>>) {
        // When the environment is closing nobody can be told; the events are freed.
        self.0.call(events, ThreadsafeFunctionCallMode::NonBlocking);
    }
}

/// A session in JavaScript's hands.
pub struct Run<K: Kind>(Option<Session<K>>);

impl<K: JsKind> Run<K> {
    /// Starts a session that tells its events to `on_events`.
    pub fn start(on_events: &Function<'_, Unknown<'static>, Unknown<'static>>) -> Result<Self> {
        let delivery = Delivery::of::<K>();
        let arrived = delivery.clone();
        let builder =
            on_events.build_threadsafe_function::<Vec<Event<K>>>().callee_handled::<false>().weak::<true>();
        let callback = builder.build_callback(move |call| {
            for event in &call.value {
                if let Event::Output(output) = event {
                    arrived.taken::<K>(output);
                }
            }
            call.value.into_iter().map(|event| convert(&call.env, event)).collect()
        })?;
        let callback = Arc::new(callback);
        Ok(Run(match Session::spawn(JsSink(Arc::clone(&callback)), &delivery) {
            Ok(session) => Some(session),
            Err(error) => {
                JsSink(callback).emit(vec![Event::Failed(error)]);
                None
            }
        }))
    }

    /// Queues a command. After `cancel` it is dropped.
    pub fn send(&self, command: Command<K>) {
        if let Some(session) = &self.0 {
            session.send(command);
        }
    }

    /// The session's thread stops by itself.
    pub fn cancel(&mut self) {
        self.0 = None;
    }
}

fn convert<K: JsKind>(env: &Env, event: Event<K>) -> Result<JsEvent<K::JsOutput>> {
    Ok(match event {
        Event::Output(output) => JsEvent::Output(K::to_js(env, output)?),
        Event::Configured => JsEvent::Common(CodecEvent::Configured),
        Event::Dequeued => JsEvent::Common(CodecEvent::Dequeued),
        Event::Flushed => JsEvent::Common(CodecEvent::Flushed),
        Event::Idle { handled } => JsEvent::Common(CodecEvent::Idle { handled }),
        Event::Failed(error) => JsEvent::Common(error.into()),
    })
}
