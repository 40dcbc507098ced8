//go:build linux

// Package slurmtest starts a real Slurm for a test: munge, a controller and some nodes,
// all on the loopback of this machine and in one folder, stopped when the test ends.
// Nothing outside that folder is read or written, and several may run side by side.
package slurmtest

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"

	"piramide/internal/require"
)

// Slurm is a running Slurm. Its nodes are called n1, n2, …
type Slurm struct {
	tb     testing.TB
	dir    string
	daemon map[string]*exec.Cmd
}

// patience is how long to wait for what takes a second on a quiet machine; this one may
// be busy with all the other tests.
const patience = 2 * time.Minute

// programs are what a Slurm consists of, with unshare to give each node a world of
// processes of its own.
var programs = []string{"munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "sinfo", "unshare"}

// Start starts a Slurm with some nodes of some processors each, and points the commands of
// Slurm that the test runs at it. Where Slurm is not installed, or this user may not start
// one, the test skips and says why, unless PIRAMIDE_REQUIRE names slurm.
func Start(tb testing.TB, nodes, cpus int) *Slurm {
	tb.Helper()
	tb.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/sbin") // where the daemons are
	for _, name := range programs {
		_, err := exec.LookPath(name)
		require.That(tb, "slurm", err == nil, name+" is not installed (hint: apt-get install slurmctld slurmd slurm-client munge)")
	}
	require.That(tb, "slurm", os.Geteuid() == 0, "only root may start slurmd")
	require.That(tb, "slurm", exec.Command("unshare", namespace("true")...).Run() == nil, "no namespace of processes can be made here")

	dir, err := os.MkdirTemp("", "slurm") //nolint:usetesting // a short name: that of a socket may not exceed 108 letters
	if err != nil {
		tb.Fatal(err)
	}
	s := &Slurm{tb: tb, dir: dir, daemon: map[string]*exec.Cmd{}}
	tb.Cleanup(s.stop)
	s.configure(nodes, cpus)
	tb.Setenv("SLURM_CONF", s.file("slurm.conf"))

	s.start("munged", "munged", "--foreground", "--key-file="+s.file("key"), "--socket="+s.file("munge.socket"), "--pid-file="+s.file("munge.pid"),
		"--log-file="+s.file("munge.log"), "--seed-file="+s.file("munge.seed"))
	s.Await("munge answers", func() bool { _, err := os.Stat(s.file("munge.socket")); return err == nil })
	s.start("slurmctld", "slurmctld", "-D")
	s.Await("the controller answers", func() bool { return exec.Command("scontrol", "ping").Run() == nil })
	for i := range nodes {
		s.PowerOn(node(i))
	}
	s.Await("all nodes are idle", func() bool {
		out, _ := exec.Command("sinfo", "--noheader", "--Node", "--format=%t").Output()
		return strings.Count(string(out), "idle\n") == nodes
	})
	return s
}

func node(i int) string { return "n" + strconv.Itoa(i+1) }

// namespace is how unshare starts a command as a machine of its own: who kills it kills
// slurmd, its steps and their tasks, as a loss of power does.
func namespace(command ...string) []string {
	return append([]string{"--pid", "--fork", "--mount-proc", "--kill-child=SIGKILL"}, command...)
}

func (s *Slurm) file(name string) string { return filepath.Join(s.dir, name) }

// conf is a Slurm without cgroups, accounting and binding to processors, which notices
// within seconds what a real one notices within minutes.
var conf = template.Must(template.New("").Parse(`ClusterName=test
SlurmctldHost={{.Host}}(127.0.0.1)
SlurmctldPort={{index .Ports 0}}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={{.Dir}}/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation={{.Dir}}/state
SlurmdSpoolDir={{.Dir}}/spool.%n
SlurmctldPidFile={{.Dir}}/slurmctld.pid
SlurmdPidFile={{.Dir}}/slurmd.%n.pid
SlurmctldLogFile={{.Dir}}/slurmctld.log
SlurmdLogFile={{.Dir}}/slurmd.%n.log
MailProg=/bin/true
MpiDefault=none
SwitchType=switch/none
TaskPlugin=task/none
ProctrackType=proctrack/linuxproc
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,batch_sched_delay=0
SlurmdParameters=config_overrides
SlurmdTimeout=6
SlurmctldTimeout=10
MessageTimeout=3
TCPTimeout=2
KillWait=2
ReturnToService=2
JobRequeue=1
MinJobAge=3600
{{range $i, $port := .Nodes}}NodeName=n{{$port.Number}} NodeHostname={{$.Host}} NodeAddr=127.0.0.1 Port={{$port.Port}} CPUs={{$.CPUs}} RealMemory=2000
{{end}}PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`))

func (s *Slurm) configure(nodes, cpus int) {
	s.tb.Helper()
	host, err := os.Hostname()
	if err != nil {
		s.tb.Fatal(err)
	}
	host, _, _ = strings.Cut(host, ".")
	ports := s.ports(nodes + 1)
	type nodePort struct{ Number, Port int }
	var list []nodePort
	for i := range nodes {
		list = append(list, nodePort{i + 1, ports[i+1]})
	}
	var text bytes.Buffer
	key := make([]byte, 1024)
	_, err = rand.Read(key)
	err = errors.Join(err, conf.Execute(&text, map[string]any{"Host": host, "Ports": ports, "Dir": s.dir, "CPUs": cpus, "Nodes": list}),
		os.Chmod(s.dir, 0o755), // munge wants every folder above its socket open to all
		os.WriteFile(s.file("key"), key, 0o400), os.WriteFile(s.file("slurm.conf"), text.Bytes(), 0o644), os.Mkdir(s.file("state"), 0o755))
	for i := range nodes {
		err = errors.Join(err, os.Mkdir(s.file("spool."+node(i)), 0o755))
	}
	if err != nil {
		s.tb.Fatal(err)
	}
}

// ports finds ports that are free now.
func (s *Slurm) ports(n int) (list []int) {
	s.tb.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			s.tb.Fatal(err)
		}
		defer l.Close() // only when all are found, so that they differ
		list = append(list, l.Addr().(*net.TCPAddr).Port)
	}
	return list
}

// start starts a daemon that dies with the test, however that ends.
func (s *Slurm) start(name, program string, args ...string) {
	s.tb.Helper()
	c := exec.Command(program, args...)
	out, err := os.OpenFile(s.file(name+".out"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		s.tb.Fatal(err)
	}
	defer out.Close()
	c.Stdout, c.Stderr, c.Dir = out, out, s.dir
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
	if err := c.Start(); err != nil {
		s.tb.Fatal(err)
	}
	s.daemon[name] = c
}

// PowerOn starts a node.
func (s *Slurm) PowerOn(node string) {
	s.tb.Helper()
	s.start(node, "unshare", namespace("slurmd", "-D", "-N", node)...)
}

// PowerOff takes a node away with all that runs on it.
func (s *Slurm) PowerOff(node string) {
	s.tb.Helper()
	s.kill(node)
}

func (s *Slurm) kill(name string) {
	if c := s.daemon[name]; c != nil {
		_ = c.Process.Kill() // it may have ended by itself
		_ = c.Wait()
		delete(s.daemon, name)
	}
}

func (s *Slurm) stop() {
	if s.tb.Failed() {
		for _, pattern := range []string{"*.log", "*.out"} {
			files, _ := filepath.Glob(s.file(pattern))
			for _, f := range files {
				if b, err := os.ReadFile(f); err == nil && len(b) > 0 {
					s.tb.Logf("%s:\n%s", filepath.Base(f), b[max(0, len(b)-3000):])
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.daemon)) {
		s.kill(name)
	}
	if err := os.RemoveAll(s.dir); err != nil {
		s.tb.Log(err)
	}
}

// Await waits until something is so, and fails the test when it does not come.
func (s *Slurm) Await(what string, is func() bool) {
	s.tb.Helper()
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		if is() {
			s.tb.Logf("%5.1f s until %s", time.Since(began).Seconds(), what)
			return
		}
		if time.Since(began) > patience/4 {
			s.hurry()
		}
		if time.Since(began) > patience {
			queue, _ := exec.Command("squeue", "--array", "--states=all").CombinedOutput()
			s.tb.Fatalf("after %v it is not so that %s\n%s", patience, what, queue)
		}
	}
}

// Task is a running task of a job array.
type Task struct {
	PID  int    // of its own process, as this machine sees it
	Node string // that runs it
}

// Running finds the process of a task of an array that runs a command.
func (s *Slurm) Running(task int, command string) (Task, bool) {
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		env, err1 := os.ReadFile(filepath.Join(dir, "environ"))
		line, err2 := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err1 != nil || err2 != nil || !strings.Contains(strings.ReplaceAll(string(line), "\x00", " "), command) {
			continue
		}
		has := func(key string) string {
			for _, v := range strings.Split(string(env), "\x00") {
				if value, ok := strings.CutPrefix(v, key+"="); ok {
					return value
				}
			}
			return ""
		}
		if has("SLURM_ARRAY_TASK_ID") == strconv.Itoa(task) && has("SLURM_CONF") == s.file("slurm.conf") {
			pid, _ := strconv.Atoi(filepath.Base(dir))
			return Task{pid, has("SLURMD_NODENAME")}, true
		}
	}
	return Task{}, false
}

// hurry starts what Slurm lets wait before it runs again, which may be two minutes.
func (s *Slurm) hurry() {
	out, _ := exec.Command("squeue", "--noheader", "--array", "--states=PENDING", "--format=%i %r").Output()
	for line := range strings.Lines(string(out)) {
		if id, why, _ := strings.Cut(strings.TrimSpace(line), " "); why == "BeginTime" {
			s.tb.Logf("%s would wait longer", id)
			_ = exec.Command("scontrol", "update", "jobid="+id, "StartTime=now").Run() // it may have begun meanwhile
		}
	}
}

// Partition sets whether jobs start (UP) or are only queued (DOWN).
func (s *Slurm) Partition(state string) {
	s.tb.Helper()
	if out, err := exec.Command("scontrol", "update", "partition=main", "state="+state).CombinedOutput(); err != nil {
		s.tb.Fatalf("%v: %s", err, out)
	}
}

// Down reports whether the controller holds a node for lost.
func (s *Slurm) Down(node string) bool {
	out, _ := exec.Command("sinfo", "--noheader", "--nodes="+node, "--format=%t").Output()
	return strings.HasPrefix(string(out), "down")
}

// String is the queue as squeue shows it.
func (s *Slurm) String() string {
	out, err := exec.Command("squeue", "--array", "--states=all").CombinedOutput()
	return fmt.Sprintf("%s%v", out, err)
}
