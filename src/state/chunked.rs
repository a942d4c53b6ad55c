//! A vector in chunks that copies share: a changed copy costs the chunks it touches.
//!
//! Uses nothing. Among millions of elements a batch of changes copies kilobytes, not gigabytes,
//! while readers keep the version they hold.

use std::sync::Arc;

/// A vector of chunks of `N` elements, shared between copies until one is changed.
#[derive(Clone, Debug)]
pub(super) struct Chunked<T, const N: usize> {
    chunks: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T: Clone, const N: usize> Chunked<T, N> {
    pub(super) const fn new() -> Self {
        Self {
            chunks: Vec::new(),
            len: 0,
        }
    }

    /// A vector of `len` times `value`; its chunks are one until they are changed.
    pub(super) fn filled(value: T, len: usize) -> Self {
        let whole = Arc::new(vec![value.clone(); N]);
        let mut chunks = vec![whole; len / N];
        if !len.is_multiple_of(N) {
            chunks.push(Arc::new(vec![value; len % N]));
        }
        Self { chunks, len }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, place: usize) -> Option<&T> {
        self.chunks.get(place / N)?.get(place % N)
    }

    /// The element, in a chunk that belongs to this copy alone.
    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        Arc::make_mut(self.chunks.get_mut(place / N)?).get_mut(place % N)
    }

    pub(super) fn push(&mut self, value: T) {
        match self.chunks.last_mut().filter(|chunk| chunk.len() < N) {
            Some(chunk) => Arc::make_mut(chunk).push(value),
            None => {
                let mut chunk = Vec::with_capacity(N);
                chunk.push(value);
                self.chunks.push(Arc::new(chunk));
            }
        }
        self.len += 1;
    }

    /// The elements of chunks that another copy, where there is one, does not share: all that differ from it,
    /// and their neighbours.
    pub(super) fn unlike<'a>(&'a self, other: Option<&'a Self>) -> impl Iterator<Item = &'a T> {
        let theirs = move |place: usize| other.and_then(|other| other.chunks.get(place));
        let chunks = self.chunks.iter().enumerate();
        let unlike = chunks
            .filter(move |(place, chunk)| theirs(*place).is_none_or(|theirs| !Arc::ptr_eq(chunk, theirs)));
        unlike.flat_map(|(_, chunk)| chunk.iter())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_is_changed_leaves_the_other_as_it_was() {
        let mut first = Chunked::<u32, 4>::new();
        (0..10).for_each(|value| first.push(value));
        let mut second = first.clone();
        *second.get_mut(9).unwrap() = 99;
        second.push(10);
        assert!(first.iter().copied().eq(0..10));
        assert!(second.iter().copied().eq([0, 1, 2, 3, 4, 5, 6, 7, 8, 99, 10]));
        assert_eq!((first.len(), second.len()), (10, 11));
        assert_eq!(first.get(10), None);
        assert!(second.unlike(Some(&first)).copied().eq([8, 99, 10]));
        assert!(second.unlike(None).copied().eq(second.iter().copied()));
        assert_eq!(first.unlike(Some(&first.clone())).count(), 0);
        assert!(
            Arc::ptr_eq(&first.chunks[0], &second.chunks[0]),
            "an untouched chunk is shared"
        );
    }

    #[test]
    fn a_filled_vector_has_its_length_whatever_the_chunk() {
        for len in [0, 1, 4, 7, 8] {
            let vector = Chunked::<u8, 4>::filled(7, len);
            assert_eq!((vector.len(), vector.iter().count()), (len, len));
        }
    }
}
