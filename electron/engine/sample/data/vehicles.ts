import { day, firstSecond, plainTime, preciseTime } from '../clock.ts';
import type { Row } from '../rows.ts';

const created = plainTime(firstSecond - day * 28);

/** The one vehicle a database holds. */
export function vehicleRows(): Row[] {
  return [
    {
      id: 1,
      uuid: '0b6f6a52-3c1e-4a57-8f0d-9a4be1f7c3d2',
      plate: 'BRA2E19',
      chassis: '9BWZZZ377VT004251',
      renavam: '00891749025',
      brand: 'Toyota',
      model: 'Bandeirante',
      version: 'Picape Cabine Dupla – Edição São Paulo',
      year_manufacture: 2000,
      year_model: 2001,
      color: 'Verde-musgo',
      color_code: '#4B5D3A',
      fuel_type: 'diesel',
      engine_capacity: 3661,
      engine_power: 96,
      engine_torque: 240,
      transmission: 'manual',
      category: 'passenger',
      usage_type: 'personal',
      user_id: 2,
      primary_device_id: 1,
      status: 'active',
      odometer: 287_431,
      odometer_unit: 'km',
      last_location: JSON.stringify({ latitude: -23.55052, longitude: -46.633309, município: 'São Paulo' }),
      next_maintenance_date: '2025-11-10 00:00:00.000000',
      next_maintenance_km: 290_000,
      insurance_expiry: '2026-02-28 00:00:00.000000',
      license_expiry: '2025-12-31 00:00:00.000000',
      inspection_expiry: null,
      last_maintenance_date: preciseTime(firstSecond - day * 90, 120_450),
      last_maintenance_km: 280_012,
      vehicle_config: JSON.stringify({ tensão: 12, tração: '4x4' }),
      notes: 'Guincho elétrico instalado na Oficina do Zé.',
      tags: JSON.stringify(['expedição', 'clássico', '4x4']),
      is_active: 1,
      is_tracked: 1,
      created_at: created,
      updated_at: preciseTime(firstSecond + day * 140, 7_310),
      deleted_at: null,
    },
  ];
}

export function vehicleDeviceRows(devices: readonly Row[]): Row[] {
  const roles = ['gateway', 'relay', 'display', 'relay', 'sensor', 'can'];
  return devices.slice(0, roles.length).map((device, index) => ({
    vehicle_id: 1,
    device_id: device.id ?? null,
    device_role: roles[index] ?? null,
    installed_at: created,
    is_active: 1,
  }));
}
