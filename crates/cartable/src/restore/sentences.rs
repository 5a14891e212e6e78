//! A French sentence for each reason not to restore.

use std::path::Path;

use anyhow::{Error, anyhow};
use store::{ArchiveError, Manifest, RestoreError};

use crate::database::Place;

/// What is said of a file that cannot be restored from.
pub fn archive_told(error: ArchiveError, from: &Path) -> Error {
    let from = from.display();
    let spoilt = |what: String| {
        anyhow!(
            "La sauvegarde {from} est abîmée : {what}. Prenez-en une autre copie. Rien n'est restauré."
        )
    };
    match error {
        ArchiveError::Unreadable(_) => Error::new(error).context(format!(
            "{from} n'est pas une sauvegarde de Cartable, ou il en manque un bout. Rien n'est restauré."
        )),
        ArchiveError::Manifest(_) => Error::new(error).context(format!(
            "{from} n'est pas une sauvegarde de Cartable : son sommaire manque ou ne se lit pas. \
             Rien n'est restauré."
        )),
        ArchiveError::Newer { program, schema } => anyhow!(
            "La sauvegarde {from} a été faite par une version plus récente de Cartable ({program}, \
             {schema}). Installez cette version. Rien n'est restauré."
        ),
        ArchiveError::LeadsOut(name) => anyhow!(
            "La sauvegarde {from} contient « {name} », un chemin qui sort de l'archive : ce n'est pas \
             Cartable qui l'a faite. Rien n'est restauré."
        ),
        ArchiveError::Unknown(name) => anyhow!(
            "La sauvegarde {from} contient « {name} », qu'aucune sauvegarde ne contient. Rien n'est restauré."
        ),
        ArchiveError::Repeated => anyhow!(
            "La sauvegarde {from} contient deux fois la même partie. Rien n'est restauré."
        ),
        ArchiveError::Missing(name) => spoilt(format!("il y manque « {name} »")),
        ArchiveError::Size(name) => {
            spoilt(format!("« {name} » n'a pas la taille que dit son sommaire"))
        }
        ArchiveError::Altered(name) => {
            spoilt(format!("« {name} » n'est pas tel que le dit son sommaire"))
        }
        ArchiveError::Row { table, row, problem } => {
            spoilt(format!("la ligne {row} de « {table} » ne se lit pas ({problem})"))
        }
    }
}

/// What is said of a restoration that did not happen.
pub fn restore_told(error: RestoreError, place: &Place, from: &Path, manifest: &Manifest) -> Error {
    match error {
        RestoreError::Archive(error) => archive_told(error, from),
        RestoreError::OtherKey => anyhow!(
            "Cette sauvegarde va avec la clé secrète d'empreinte {}, et {} en est une autre. Rapportez-y le \
             fichier *.key de ce registre, ou dites où il est par --key-file. Rien n'est restauré.",
            manifest.key_told(),
            place.key_place().display()
        ),
        RestoreError::NotEmpty => place.not_empty(),
        RestoreError::InTheWay(file) => anyhow!(
            "{} est là : une restauration est en cours, ou a été interrompue. Si aucune n'est en cours, \
             effacez ce fichier et recommencez.",
            file.display()
        ),
        RestoreError::Open(error) => place.told(error),
        RestoreError::Failed(_) | RestoreError::Write(_) => Error::new(error).context(format!(
            "La sauvegarde {} n'a pas pu être restaurée dans {}. Il n'y a rien de plus qu'avant.",
            from.display(),
            place.shown()
        )),
    }
}
