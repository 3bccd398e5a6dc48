//! Dropping a session: at any moment, without waiting, and nothing is heard of its failure.

use crate::common::*;
use crossbeam_channel::unbounded;
use webcodecs_engine::kind::{Emit, Kind};
use webcodecs_engine::message::{Command, Event};
use webcodecs_engine::session::{Delivery, Session};
use webcodecs_engine::video::encoder::VideoEncoder;
use webcodecs_engine::{Error, Result};

/// A codec that emits each input as often as it says, and fails or panics when told to.
struct Echo;

enum Say {
    Times(usize),
    Fail,
    Panic,
}

impl Kind for Echo {
    type Config = ();
    type Input = Say;
    type Output = usize;

    const UNDELIVERED: usize = 8;
    const COMPANY: usize = 1;

    fn open((): ()) -> Result<Self> {
        Ok(Echo)
    }

    fn push(&mut self, input: Say, emit: Emit<'_, usize>) -> Result<()> {
        match input {
            Say::Times(times) => (0..times).try_for_each(emit),
            Say::Fail => Err(Error::coding("told to fail")),
            Say::Panic => panic!("told to panic"),
        }
    }

    fn drain(&mut self, _: Emit<'_, usize>) -> Result<()> {
        Ok(())
    }
}

#[test]
fn a_session_stops_taking_commands_while_its_outputs_wait() {
    let (sink, events) = unbounded();
    let delivery = Delivery::of::<Echo>();
    let session = Session::<Echo>::spawn(sink, &delivery).unwrap();
    session.send(Command::Configure(()));
    session.send(Command::Process(Say::Times(100)));
    session.send(Command::Process(Say::Times(1)));
    session.send(Command::Flush);
    let (mut outputs, mut dequeued, mut untaken) = (0, 0, 0);
    for event in &events {
        match event {
            Event::Output(_) => {
                outputs += 1;
                untaken += 1;
            }
            Event::Dequeued => dequeued += 1,
            Event::Flushed => break,
            _ => {}
        }
        // Until an output is taken nothing beyond the limit arrives, and the second input is not started.
        if untaken == 8 {
            assert!(events.is_empty());
            assert_eq!(dequeued, if outputs > 100 { 2 } else { 1 });
            for output in 0..8 {
                delivery.taken::<Echo>(&output);
            }
            untaken = 0;
        }
    }
    assert_eq!((outputs, dequeued), (101, 2));
}

#[test]
fn a_session_that_waits_for_delivery_ends_when_it_is_dropped() {
    let (sink, events) = unbounded();
    let session = Session::<Echo>::spawn(sink, &Delivery::of::<Echo>()).unwrap();
    session.send(Command::Configure(()));
    session.send(Command::Process(Say::Times(1000)));
    let first = events.iter().take(4).count(); // it is under way
    drop(session);
    let rest: Vec<_> = events.iter().collect(); // ends because the thread has dropped its sink
    assert!(first + rest.len() < 20);
    assert!(!rest.iter().any(|event| matches!(event, Event::Failed(_))));
}

#[test]
fn a_failure_and_even_a_panic_are_the_last_event() {
    for (say, expected) in [(Say::Fail, "told to fail"), (Say::Panic, "told to panic")] {
        let run = Run::<Echo>::new();
        run.send(Command::Configure(()));
        run.send(Command::Process(say));
        run.send(Command::Flush);
        let (told, _) = run.until_flushed();
        assert!(
            matches!(told.last(), Some(Told::Failed(_, message)) if message.contains(expected)),
            "{told:?}"
        );
        assert!(run.next().is_none());
    }
}

#[test]
fn real_encoders_are_dropped_in_the_middle_of_work() {
    for codec in CODECS {
        let mut run = Run::<VideoEncoder>::new();
        run.send(Command::Configure(encoder_config(codec, "quality")));
        for step in 0..20 {
            run.send(Command::Process(input(&frame(WIDTH, HEIGHT, step), i64::from(step), false)));
        }
        run.send(Command::Flush);
        while !matches!(run.next(), Some(Event::Dequeued) | None) {}
        run.cancel();
        let failed = run.raw().iter().any(|event| matches!(event, Event::Failed(_)));
        assert!(!failed, "{codec}");
    }
}
