namespace ClinicLive.Domain.Features.Import;

/// <summary>Reads all files of an import onto the stage: who and where before the visits, whichever file holds them.</summary>
internal sealed class ImportReading(ImportStage stage, ImportIntake intake, ImportLimits limits, ImportRequest request, ImportLook look, DateTimeOffset now)
{
    private const int TellEvery = 500;
    private static readonly CsvTable[] InOrder = [CsvTable.Facilities, CsvTable.Doctors, CsvTable.Patients, CsvTable.Visits];
    private long _rows;

    public void Read(Action<ImportProgress> told, CancellationToken gone)
    {
        ReadFhir(told, gone);
        intake.IsTable = true;
        var all = look.Files.Sum(f => f.Plan?.Table is null or CsvTable.Nothing ? 0 : f.Look!.Rows);
        foreach (var table in InOrder)
        {
            for (var i = 0; i < request.Files.Count; i++)
            {
                if (look.Files[i].Plan is not { } plan || plan.Table != table) continue;
                foreach (var record in new CsvReader(request.Files[i], i, plan, limits, request.Source, now).Records()) Take(record, told, all, gone);
            }
        }

        for (var i = 0; i < request.Files.Count; i++)
        {
            if (look.Files[i].CalendarPlan is not { } calendar) continue;
            foreach (var record in new CalendarEvents(request.Files[i], i, calendar, limits, request.Source, now).Records(gone)) Take(record, told, null, gone);
        }

        var visits = stage.CountVisits();
        told(new ImportProgress(ImportStep.Ordering, 0, visits));
        intake.TakeVisits(count =>
        {
            if (count % TellEvery == 0) told(new ImportProgress(ImportStep.Ordering, count, visits));
        }, gone);
        stage.Close();
    }

    private void ReadFhir(Action<ImportProgress> told, CancellationToken gone)
    {
        if (!look.Files.Any(f => f.Format == ImportFormat.Fhir)) return;
        var reader = new FhirReader(stage, limits, request.Source);
        for (var i = 0; i < request.Files.Count; i++)
        {
            if (look.Files[i].Format != ImportFormat.Fhir) continue;
            foreach (var note in reader.LayAside(request.Files[i], i)) Take(note, told, null, gone);
            gone.ThrowIfCancellationRequested();
        }

        foreach (var record in reader.Records()) Take(record, told, null, gone);
        intake.EndPeople();
    }

    private void Take(ImportRecord record, Action<ImportProgress> told, long? all, CancellationToken gone)
    {
        intake.Take(record);
        if (++_rows % TellEvery != 0) return;
        gone.ThrowIfCancellationRequested();
        told(new ImportProgress(ImportStep.Reading, _rows, all));
    }
}
