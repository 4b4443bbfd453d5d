//! Tracks open connections, so that a client with many idle ones cannot keep others out.
//!
//! A new connection is always accepted. If there are then too many, from its own address or in total, a
//! waiting one is closed: idle ones first, then event streams, the longest waiting first.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use bangyang_domain::sync::lock;
use tokio::task::AbortHandle;

/// Maximum number of connections; a browser opens about six.
const MOST: usize = 256;
/// Maximum number of connections per address; the other half stays available for others.
const MOST_OF_ONE: usize = 128;
/// Maximum number of event streams, one per tab.
const MOST_LISTENERS: usize = 64;

/// The state of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Idle: no request yet, or all answered.
    Waits,
    /// An event stream.
    Listens,
    /// A request is being answered.
    Answered,
}

#[derive(Debug)]
struct Open {
    address: IpAddr,
    kind: Kind,
    /// A counter that increases with each change of any connection: the smallest has been unchanged for the
    /// longest.
    since: u64,
    task: Option<AbortHandle>,
}

#[derive(Debug, Default)]
struct Table {
    next: u64,
    open: BTreeMap<u64, Open>,
}

/// All open connections.
#[derive(Clone, Debug, Default)]
pub(super) struct Connections {
    table: Arc<Mutex<Table>>,
}

/// A connection's entry; dropped when it closes.
#[derive(Debug)]
pub(super) struct Place {
    all: Connections,
    number: u64,
}

/// Marks a connection as answering or streaming while it lives.
#[derive(Debug)]
pub(super) struct Held {
    all: Connections,
    number: u64,
}

impl Connections {
    fn table(&self) -> MutexGuard<'_, Table> {
        lock(&self.table)
    }

    /// Registers a new connection, and closes others if there are too many.
    pub(super) fn admit(&self, address: IpAddr) -> Place {
        let mut table = self.table();
        let address = network(address);
        let number = table.tick();
        table.open.insert(number, Open { address, kind: Kind::Waits, since: number, task: None });
        let of_one = table.open.values().filter(|open| open.address == address).count();
        if of_one > MOST_OF_ONE {
            table.close_one(number, |open| open.address == address);
        } else if table.open.len() > MOST {
            let most = table.largest();
            table.close_one(number, |open| Some(open.address) == most);
        }
        Place { all: self.clone(), number }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.table().open.len()
    }
}

impl Table {
    fn tick(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// The address with the most connections.
    fn largest(&self) -> Option<IpAddr> {
        let mut counts: BTreeMap<IpAddr, usize> = BTreeMap::new();
        self.open.values().for_each(|open| *counts.entry(open.address).or_default() += 1);
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(address, _)| address)
    }

    /// Closes the least valuable connection, except the newest.
    fn close_one(&mut self, newest: u64, among: impl Fn(&Open) -> bool) {
        let others = self.open.iter().filter(|(number, open)| **number != newest && among(open));
        let chosen = others.min_by_key(|(_, open)| (open.kind, open.since)).map(|(number, _)| *number);
        let closed = chosen.and_then(|number| self.open.remove(&number));
        if let Some(task) = closed.and_then(|open| open.task) {
            task.abort();
        }
    }

    fn become_kind(&mut self, number: u64, kind: Kind) {
        let since = self.tick();
        if let Some(open) = self.open.get_mut(&number) {
            (open.kind, open.since) = (kind, since);
        }
    }
}

impl Place {
    /// Sets the task that serves this connection.
    pub(super) fn is_answered_by(&self, task: AbortHandle) {
        let mut table = self.all.table();
        match table.open.get_mut(&self.number) {
            Some(open) => open.task = Some(task),
            // It was closed before it started.
            None => task.abort(),
        }
    }

    pub(super) const fn number(&self) -> u64 {
        self.number
    }
}

impl Connections {
    /// A request arrived on a connection; the response holds the returned value.
    pub(super) fn answering(&self, number: u64) -> Held {
        self.table().become_kind(number, Kind::Answered);
        Held { all: self.clone(), number }
    }
}

impl Held {
    /// The response is an event stream. If there are too many, one of them is closed.
    pub(super) fn listens(&self) {
        let mut table = self.all.table();
        table.become_kind(self.number, Kind::Listens);
        if table.open.values().filter(|open| open.kind == Kind::Listens).count() > MOST_LISTENERS {
            table.close_one(self.number, |open| open.kind == Kind::Listens);
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.all.table().become_kind(self.number, Kind::Waits);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all.table().open.remove(&self.number);
    }
}

/// The owner of an address: in IPv6, a whole network belongs to one client.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            let bits = address.to_bits() & (u128::MAX << 64);
            IpAddr::V6(bits.into())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    fn is_open(all: &Connections, place: &Place) -> bool {
        all.table().open.contains_key(&place.number)
    }

    #[test]
    fn one_address_has_half_of_them_at_most() {
        let all = Connections::default();
        let first = all.admit(from(9));
        let many: Vec<Place> = (0..300).map(|_| all.admit(from(1))).collect();
        assert_eq!(all.len(), 1 + MOST_OF_ONE);
        assert!(is_open(&all, &first), "others stay");
        let open: Vec<bool> = many.iter().map(|place| is_open(&all, place)).collect();
        assert!(
            open[..172].iter().all(|open| !open) && open[172..].iter().all(|open| *open),
            "the oldest went"
        );
        drop(many);
        assert_eq!(all.len(), 1);
    }

    #[test]
    fn who_waits_makes_room_before_who_is_answered() {
        let all = Connections::default();
        let answered = all.admit(from(1));
        let held = all.answering(answered.number());
        let many: Vec<Place> = (0..200).map(|_| all.admit(from(1))).collect();
        assert!(is_open(&all, &answered));
        drop(held);
        let more: Vec<Place> = (0..200).map(|_| all.admit(from(1))).collect();
        assert!(!is_open(&all, &answered), "it waits as the others do");
        drop((many, more));
    }

    #[test]
    fn many_addresses_leave_room_for_one_more() {
        let all = Connections::default();
        let many: Vec<Place> =
            (0..100).flat_map(|n| [(n, 0), (n, 1), (n, 2)]).map(|(n, _)| all.admit(from(n))).collect();
        assert_eq!(all.len(), MOST);
        let last = all.admit(from(200));
        assert!(is_open(&all, &last));
        drop(many);
    }

    #[test]
    fn listeners_are_few() {
        let all = Connections::default();
        let places: Vec<Place> = (0..70).map(|n| all.admit(from(n))).collect();
        let held: Vec<Held> = places.iter().map(|place| all.answering(place.number())).collect();
        held.iter().for_each(Held::listens);
        assert_eq!(all.len(), MOST_LISTENERS);
        drop((held, places));
    }

    #[test]
    fn a_network_of_version_six_is_one_address() {
        let [a, b, c] =
            ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"].map(|text| network(text.parse().unwrap()));
        assert!(a == b && a != c);
        assert_eq!(network("::ffff:192.0.2.1".parse().unwrap()), from(1));
    }
}
