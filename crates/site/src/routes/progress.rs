//! Links to progress pages and data files.

use super::Href;
use crate::domain::{Period, Year};

/// The URLs of a program.
#[derive(Clone, Copy, Debug)]
pub struct ProgramUrls<'a> {
    /// The program's id.
    pub id: &'a str,
}

/// The list of all programs.
#[must_use]
pub fn programs_url() -> Href {
    Href::to("progress/index.html")
}

impl ProgramUrls<'_> {
    fn page(&self, rest: &str) -> Href {
        Href::to(&format!("progress/{}/{rest}.html", self.id))
    }

    /// Its overview.
    #[must_use]
    pub fn overview(&self) -> Href {
        self.page("index")
    }

    /// The bulletin of a period.
    #[must_use]
    pub fn bulletin(&self, period: Period) -> Href {
        self.page(&period.to_string())
    }

    /// A metric's page.
    #[must_use]
    pub fn metric(&self, metric: &str) -> Href {
        self.page(&format!("metrics/{metric}"))
    }

    /// A region's figures.
    #[must_use]
    pub fn region(&self, region: &str) -> Href {
        self.page(&format!("regions/{region}"))
    }

    /// A page, from 1, of a metric's sources.
    #[must_use]
    pub fn sources(&self, metric: &str, number: usize) -> Href {
        match number {
            1 => self.page(&format!("sources/{metric}")),
            n => self.page(&format!("sources/{metric}/page-{n}")),
        }
    }

    /// The ranking and the stars.
    #[must_use]
    pub fn ranking(&self) -> Href {
        self.page("ranking")
    }

    /// The ranking of an earlier year, of a program of many years.
    #[must_use]
    pub fn ranking_of(&self, year: Year) -> Href {
        self.page(&format!("ranking/{year}"))
    }

    /// The difficulties.
    #[must_use]
    pub fn difficulties(&self) -> Href {
        self.page("difficulties")
    }

    /// A data file.
    #[must_use]
    pub fn data(&self, name: &str) -> Href {
        Href::to(&format!("data/{}/{name}", self.id))
    }
}
