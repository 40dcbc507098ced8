package job

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/cluster"
	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
)

// besideSlurm is added to the name of a result for the folder with what Slurm runs. It lies
// beside the result: nothing of a cluster is part of a result.
const besideSlurm = ".slurm"

// attempts is how often the job that joins the parts sees them handed in before it gives
// up, the first time included: what fails three times is not a matter of a broken machine.
const attempts = 3

// SlurmRequest asks that Slurm lives the parts of a sweep.
type SlurmRequest struct {
	SweepRequest
	Shards                  int
	Time, Partition, Memory string   // as Slurm writes them; "" = as the site has it
	CPUs                    int      // of a task; 0 = 1
	Options                 []string // more options of sbatch
	DryRun                  bool     // show the scripts; write and submit nothing
	Lang                    string
}

// SweepSubmission is what was handed to Slurm, or would be.
type SweepSubmission struct {
	Status  *SweepStatus `json:"status"`
	Folder  string       `json:"folder"` // of the scripts
	Scripts []Script     `json:"scripts,omitempty"`
	Parts   string       `json:"parts,omitempty"` // handed in, as 1-4,7
	Tasks   string       `json:"tasks,omitempty"` // job of Slurm
	Merge   string       `json:"merge,omitempty"` // job of Slurm
	DryRun  bool         `json:"dry_run,omitempty"`
}

// Script is a file as it is shown.
type Script struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// SubmitSweep writes the scripts of a job array for the parts of a sweep that are not
// complete, and of a job that joins them, and hands them to Slurm.
func SubmitSweep(ctx context.Context, r SlurmRequest, w *words.Words) (*SweepSubmission, error) {
	s, err := loadSweep(r.SweepRequest)
	if err != nil {
		return nil, err
	}
	a, err := s.array(r, w)
	if err != nil {
		return nil, err
	}
	if !r.DryRun && !cluster.HasSlurm() {
		return nil, fault.New(fault.Usage, cluster.ErrNoSlurm, "no_slurm")
	}
	out := &SweepSubmission{Status: s.status(), Folder: a.Dir, DryRun: r.DryRun}
	if out.Status.Finished {
		return out, nil
	}
	if err := out.Status.split(r.Shards); err != nil {
		return nil, err
	}
	former, err := cluster.ReadSubmission(a.Dir)
	if err != nil {
		return nil, fault.New(fault.BadInput, err, "slurm_record", "folder", a.Dir, "why", fault.Reason(err))
	}
	if last := former.Last(); !r.DryRun && last.Ask(ctx).Waiting() {
		return nil, fault.New(fault.Usage, nil, "slurm_waiting", "tasks", last.Tasks.ID, "merge", last.Merge.ID)
	}
	out.Parts = partsOf(out.Status.Missing)
	if out.Parts == "" { // all cells are there and wait to be joined
		out.Parts = "1"
	}
	out.Scripts = []Script{{cluster.ArrayScript, a.Tasks(out.Parts)}, {cluster.MergeScript, a.Merge()}}
	if r.DryRun {
		return out, nil
	}
	if err := s.room(ctx, Shard{}); err != nil {
		return nil, err
	}
	// The folder keeps the sweep and its plans: the tasks read those, whatever happens to the files meanwhile.
	store, err := s.open(outputs.CreateShared)
	if err != nil {
		return nil, err
	}
	if err := store.Close(); err != nil {
		return nil, fault.Unwritable(s.out, err)
	}
	sub := &cluster.Submission{Array: *a, Most: attempts}
	turn, err := handIn(ctx, sub, out.Parts, 1)
	if err != nil {
		return nil, err
	}
	out.Tasks, out.Merge = turn.Tasks.ID, turn.Merge.ID
	return out, nil
}

// array describes the job array of a sweep.
func (s *sweepRun) array(r SlurmRequest, w *words.Words) (*cluster.Array, error) {
	if r.Shards < 1 {
		return nil, fault.Refuse("errors.flag_value", "flag", "--shards", "value", strconv.Itoa(r.Shards))
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	result, err := filepath.Abs(s.out)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(result, "\n\r") {
		return nil, fault.Refuse("errors.flag_value", "flag", "--out", "value", strconv.Quote(result))
	}
	a := &cluster.Array{
		Name: "piramide-" + s.file.Name, Note: w.Say("sweep.script_note", "name", s.file.Name), Dir: result + besideSlurm, Program: program, Result: result,
		Lang: r.Lang, Shards: r.Shards, Time: r.Time, Partition: r.Partition, Memory: r.Memory, CPUs: max(1, r.CPUs), Options: r.Options,
	}
	if flag, value := a.Wrong(); flag != "" {
		return nil, fault.Refuse("errors.flag_value", "flag", flag, "value", value)
	}
	return a, nil
}

// handIn hands parts to Slurm and notes it beside the scripts. What is in the queue is
// noted even when the job after it could not be.
func handIn(ctx context.Context, sub *cluster.Submission, parts string, attempt int) (cluster.Turn, error) {
	turn := cluster.Turn{Attempt: attempt, Parts: parts}
	if err := sub.Write(parts); err != nil {
		return turn, fault.Unwritable(sub.Array.Dir, err)
	}
	var err error
	turn.Tasks, turn.Merge, err = sub.Array.Submit(ctx, parts, attempt)
	if turn.Tasks.ID != "" {
		sub.Turns = append(sub.Turns, turn)
		if err := sub.Write(parts); err != nil {
			return turn, fault.Unwritable(sub.Array.Dir, err)
		}
	}
	switch {
	case err == nil:
		return turn, nil
	case turn.Tasks.ID == "":
		return turn, fault.New(fault.NoOutput, err, "slurm_refused", "why", err.Error())
	}
	return turn, fault.New(fault.NoOutput, err, "slurm_half", "tasks", turn.Tasks.ID, "folder", sub.Array.Result, "why", err.Error())
}

// again hands in once more what is missing, as the joining job of an attempt does. It
// does nothing when a later attempt was handed in meanwhile: Slurm may run that job twice.
func (s *sweepRun) again(ctx context.Context, st *SweepStatus, attempt int) error {
	dir := s.out + besideSlurm
	sub, err := cluster.ReadSubmission(dir)
	if err == nil && sub == nil {
		err = fs.ErrNotExist
	}
	if err != nil {
		return fault.New(fault.BadInput, err, "slurm_record", "folder", dir, "why", fault.Reason(err))
	}
	if err := st.split(sub.Array.Shards); err != nil {
		return err
	}
	if last := sub.Last(); last.Attempt > attempt {
		st.Again = &SweepAgain{last.Attempt, sub.Most, partsOf(st.Missing), last.Tasks.ID, last.Merge.ID}
		return nil
	}
	if attempt >= sub.Most {
		return nil
	}
	turn, err := handIn(ctx, sub, partsOf(st.Missing), attempt+1)
	if err != nil {
		return err
	}
	st.Again = &SweepAgain{turn.Attempt, sub.Most, turn.Parts, turn.Tasks.ID, turn.Merge.ID}
	return nil
}

// SweepAgain says that missing parts were handed to Slurm again.
type SweepAgain struct {
	Attempt int    `json:"attempt"`
	Most    int    `json:"attempts"`
	Parts   string `json:"parts"`
	Tasks   string `json:"tasks"`
	Merge   string `json:"merge"`
}

// SweepTask is one part of a sweep: the cells on disk beside what Slurm says of its task.
type SweepTask struct {
	Part  int    `json:"part"`
	Cells int    `json:"cells"`
	Done  int    `json:"done"`
	State string `json:"state,omitempty"` // in the words of Slurm; "" = it does not know
}

// mostShards is the largest array that Slurm can be set up for.
const mostShards = 4_000_000

// split counts the cells of each of a number of parts.
func (s *SweepStatus) split(shards int) error {
	if shards < 1 || shards > mostShards {
		return fault.Refuse("errors.flag_value", "flag", "--shards", "value", strconv.Itoa(shards))
	}
	m := &s.run.Manifest
	s.Shards, s.Missing, s.Tasks = shards, nil, make([]SweepTask, shards)
	for i := range s.Tasks {
		s.Tasks[i].Part = i + 1
	}
	for _, c := range m.Cells() {
		t := &s.Tasks[shardOf(m, c, shards)-1]
		t.Cells++
		t.Done++
	}
	for _, c := range s.missing {
		s.Tasks[shardOf(m, c, shards)-1].Done--
	}
	for _, t := range s.Tasks {
		if t.Done < t.Cells {
			s.Missing = append(s.Missing, t.Part)
		}
	}
	return nil
}

// queued lays what Slurm says beside the cells on disk; without Slurm nothing is said.
func (s *SweepStatus) queued(ctx context.Context, sub *cluster.Submission) {
	last := sub.Last()
	s.Attempt = last.Attempt
	q := last.Ask(ctx)
	if q == nil {
		return
	}
	s.Merge = q.Merge
	for i := range s.Tasks {
		s.Tasks[i].State = q.Tasks[s.Tasks[i].Part]
	}
}

// partsOf writes numbers as Slurm reads them: 1,3-5.
func partsOf(list []int) string { return strings.ReplaceAll(numbersText(list), " ", "") }

// Text says it to a reader.
func (s *SweepSubmission) Text(w *words.Words) string {
	var b strings.Builder
	b.WriteString(s.Status.Text(w))
	for _, script := range s.Scripts {
		b.WriteString("\n── " + filepath.Join(s.Folder, script.Name) + "\n" + script.Text)
	}
	switch {
	case s.Status.Finished:
	case s.DryRun:
		b.WriteString("\n" + w.Say("sweep.dry_run", "parts", s.Parts) + "\n")
	default:
		b.WriteString("\n" + w.Say("sweep.submitted", "parts", s.Parts, "tasks", s.Tasks, "merge", s.Merge, "folder", s.Status.Folder, "logs", filepath.Join(s.Folder, cluster.Logs)) + "\n")
	}
	return b.String()
}

// JSON writes it for programs.
func (s *SweepSubmission) JSON(out io.Writer) error { return sweepJSON(out, s) }

// tasksTable says of every part what Slurm does with it; of many parts only those that are
// not complete.
func (s *SweepStatus) tasksTable(w *words.Words) string {
	known := slices.ContainsFunc(s.Tasks, func(t SweepTask) bool { return t.State != "" })
	if !known && s.Merge == "" {
		return ""
	}
	t := plain.Table(w.Say("sweep.part"), w.Say("sweep.cells_done"), w.Say("sweep.in_slurm"))
	shown := 0
	for _, task := range s.Tasks {
		if len(s.Tasks) > toldTasks && task.Done == task.Cells {
			continue
		}
		if shown++; shown > toldTasks {
			break
		}
		t.Row(strconv.Itoa(task.Part), strconv.Itoa(task.Done)+"/"+strconv.Itoa(task.Cells), slurmState(w, task.State))
	}
	out := "\n" + t.String()
	if more := len(s.Missing) - toldTasks; len(s.Tasks) > toldTasks && more > 0 {
		out += w.Say("sweep.more_parts", "count", more) + "\n"
	}
	return out + w.Say("sweep.merge_state", "state", slurmState(w, s.Merge)) + "\n"
}

// toldTasks is how many parts are told one by one.
const toldTasks = 40

// slurmState says a state of Slurm in the reader's language; a rare one stays as it is.
func slurmState(w *words.Words, state string) string {
	id := "sweep.state_" + strings.ToLower(state)
	switch {
	case state == "":
		return w.Say("sweep.state_unknown")
	case w.Has(id):
		return w.Say(id)
	}
	return state
}
