//! Values of a record by field number: a collection may have dozens of fields, of which a record fills in a
//! few.

use serde::{Deserialize, Serialize};

/// Values by number, in ascending order, without space for absent ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sparse<T>(Box<[(u32, T)]>);

impl<T> Sparse<T> {
    /// The value with this number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&T> {
        let place = self.place(number).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// Sets a value, replacing an existing one.
    pub fn put(&mut self, number: usize, value: T) {
        let Ok(key) = u32::try_from(number) else { return };
        match self.place(number) {
            Ok(place) => {
                if let Some((_, known)) = self.0.get_mut(place) {
                    *known = value;
                }
            }
            Err(place) => {
                let mut all = std::mem::take(&mut self.0).into_vec();
                all.insert(place, (key, value));
                self.0 = all.into_boxed_slice();
            }
        }
    }

    /// Removes the value with this number.
    pub fn take(&mut self, number: usize) -> Option<T> {
        let place = self.place(number).ok()?;
        let mut all = std::mem::take(&mut self.0).into_vec();
        let (_, taken) = all.remove(place);
        self.0 = all.into_boxed_slice();
        Some(taken)
    }

    /// Number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers and their values, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.0.iter().filter_map(|(number, value)| Some((usize::try_from(*number).ok()?, value)))
    }

    /// The numbers and their values, in ascending order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (usize, &mut T)> {
        self.0.iter_mut().filter_map(|(number, value)| Some((usize::try_from(*number).ok()?, value)))
    }

    /// The values, in ascending order of their numbers.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }

    /// The values, in ascending order of their numbers.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    fn place(&self, number: usize) -> Result<usize, usize> {
        // A number that no field can have sorts after all.
        let number = u32::try_from(number).map_err(|_| self.0.len())?;
        self.0.binary_search_by_key(&number, |(known, _)| *known)
    }
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self(Box::default())
    }
}

/// One item per number, from 0; `None` if it is absent.
impl<T> FromIterator<Option<T>> for Sparse<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(values: I) -> Self {
        let numbered = (0_u32..).zip(values);
        let mut found: Vec<(u32, T)> =
            numbered.filter_map(|(number, value)| Some((number, value?))).collect();
        // Collected in place, a list would keep its excess capacity.
        let mut exact = Vec::with_capacity(found.len());
        exact.append(&mut found);
        Self(exact.into_boxed_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_is_there() {
        let mut values: Sparse<char> = [None, Some('b'), None, Some('d')].into_iter().collect();
        assert_eq!(
            [0, 1, 2, 3, 4, usize::MAX].map(|number| values.get(number).copied()),
            [None, Some('b'), None, Some('d'), None, None]
        );
        assert_eq!((values.len(), values.is_empty()), (2, false));
        assert_eq!(values.iter().collect::<Vec<_>>(), [(1, &'b'), (3, &'d')]);
        values.put(3, 'x');
        values.put(2, 'c');
        values.put(0, 'a');
        values.put(9, 'z');
        assert_eq!(
            values.iter().collect::<Vec<_>>(),
            [(0, &'a'), (1, &'b'), (2, &'c'), (3, &'x'), (9, &'z')]
        );
        values.values_mut().for_each(|value| value.make_ascii_uppercase());
        assert_eq!(values.values().collect::<String>(), "ABCXZ");
        values.put(9, '!');
        assert_eq!(values.get(9), Some(&'!'));
        assert_eq!((values.take(3), values.take(4), values.len()), (Some('X'), None, 4));
        assert_eq!(values.iter().map(|(number, _)| number).collect::<Vec<_>>(), [0, 1, 2, 9]);
    }
}
