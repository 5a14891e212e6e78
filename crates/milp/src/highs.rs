//! HiGHS: dual simplex and branch-and-cut (Huangfu and Hall 2018), on one thread.

use highs::{HighsModelStatus, HighsStatus, Model, RowProblem, SolvedModel};

use crate::{Answer, End, Program, Relaxation, Sense, Solver, SolverFailed, Work, digits};

/// The solver HiGHS. One thread and one seed: the same program gives the same answer on every run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Highs;

impl Solver for Highs {
    fn solve(
        &self,
        program: &Program,
        start: Option<&[i64]>,
        work: Work,
    ) -> Result<Answer, SolverFailed> {
        let answer = search(program, start, work)?;
        // HiGHS 1.16 was seen to hand back the start as its solution, beside the value and the bound of a
        // better one. Without a start it does not.
        if answer.contradicts_itself(program) && start.is_some() {
            return search(program, None, work);
        }
        Ok(answer)
    }

    fn relax(&self, program: &Program) -> Result<Option<Relaxation>, SolverFailed> {
        let solved = model(program, false)?.try_solve().map_err(failed)?;
        match solved.status() {
            HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => {
                let (solution, grain) = (solved.get_solution(), program.grain() as f64);
                Ok(Some(Relaxation {
                    value: solved.objective_value() * grain,
                    values: solution.columns().to_vec(),
                    multipliers: solution.dual_rows().iter().map(|dual| dual * grain).collect(),
                }))
            }
            HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => Ok(None),
            other => Err(SolverFailed { what: format!("{other:?}") }),
        }
    }
}

fn search(program: &Program, start: Option<&[i64]>, work: Work) -> Result<Answer, SolverFailed> {
    let digits = digits::of(program);
    let told = digits.as_ref().map_or(program, |digits| &digits.program);
    let mut model = model(told, true)?;
    if let Some(start) = start {
        let carried = digits.as_ref().map(|digits| digits.carried(start));
        let start = carried.as_deref().unwrap_or(start);
        let start: Vec<f64> = start.iter().map(|&value| value as f64).collect();
        model.try_set_solution(Some(&start), None, None, None).map_err(failed)?;
    }
    if let Some(nodes) = work.nodes {
        option(&mut model, "mip_max_nodes", i32::try_from(nodes).unwrap_or(i32::MAX))?;
    }
    if let Some(seconds) = work.seconds {
        option(&mut model, "time_limit", seconds)?;
    }
    let solved = model.try_solve().map_err(failed)?;
    let end = match solved.status() {
        HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => End::Best,
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => End::Impossible,
        HighsModelStatus::ReachedSolutionLimit | HighsModelStatus::ReachedIterationLimit => {
            End::Nodes
        }
        HighsModelStatus::ReachedTimeLimit | HighsModelStatus::ReachedInterrupt => End::Seconds,
        other => return Err(SolverFailed { what: format!("{other:?}") }),
    };
    // HiGHS says 2 for "feasible".
    let found = solved.int_info_value(c"primal_solution_status").map_err(failed)? == 2;
    let values = found.then(|| solved.get_solution().columns()[..program.columns.len()].to_vec());
    Ok(Answer { values, limit: limit(program, &solved), end })
}

/// The best value that the search leaves possible, rounded to what the objective can be.
fn limit(program: &Program, solved: &SolvedModel) -> Option<i64> {
    let bound =
        solved.double_info_value(c"mip_dual_bound").ok().filter(|bound| bound.is_finite())?;
    // Within the tolerance of a whole number, it is meant to be that number.
    let whole = match program.sense {
        Sense::Most => (bound + TOLERANCE).floor(),
        Sense::Least => (bound - TOLERANCE).ceil(),
    };
    Some(whole as i64 * program.grain())
}

const TOLERANCE: f64 = 1e-5;

/// The objective is divided by its grain: one unit is then the smallest difference between two values,
/// and a gap of less than that proves the best.
fn model(program: &Program, whole: bool) -> Result<Model, SolverFailed> {
    let grain = program.grain();
    let mut problem = RowProblem::new();
    let columns: Vec<_> = program
        .columns
        .iter()
        .map(|column| {
            problem.add_column_with_integrality(
                (column.worth / grain) as f64,
                column.least as f64..=column.most as f64,
                whole && column.whole,
            )
        })
        .collect();
    for row in &program.rows {
        let terms =
            row.terms.iter().map(|&(column, factor)| (columns[column as usize], factor as f64));
        let terms: Vec<_> = terms.collect();
        let least = row.least.map_or(f64::NEG_INFINITY, |least| least as f64);
        let most = row.most.map_or(f64::INFINITY, |most| most as f64);
        problem.add_row(least..=most, terms);
    }
    let sense = match program.sense {
        Sense::Most => highs::Sense::Maximise,
        Sense::Least => highs::Sense::Minimise,
    };
    let mut model = problem.try_optimise(sense).map_err(failed)?;
    option(&mut model, "threads", 1)?;
    option(&mut model, "parallel", "off")?;
    option(&mut model, "mip_rel_gap", 0.0)?;
    option(&mut model, "mip_abs_gap", 0.5)?;
    Ok(model)
}

fn option<V: highs::HighsOptionValue>(
    model: &mut Model,
    name: &str,
    value: V,
) -> Result<(), SolverFailed> {
    let set = model.try_set_option(name, value);
    set.map_err(|error| SolverFailed { what: format!("option {name}: {error:?}") })
}

fn failed(status: HighsStatus) -> SolverFailed {
    SolverFailed { what: format!("{status:?}") }
}
